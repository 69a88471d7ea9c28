import API
import Catalog
import Configuration
import Diagnostics
import Home
import Platform
import Server
import Sessions

/// Where the parts of the status come from.
enum StatusCollectors {
  static func source(
    options: DaemonOptions, configuration: Configuration, providers: ProviderList, sessions: SessionRegistry,
    catalog: Catalog, home: HomeDirectory, startedAt: WallTime, port: Int, userHome: String?, pool: BlockingPool
  ) -> RuntimeStatus {
    let facts = RuntimeFacts(
      pid: CurrentProcess.pid, startedAt: startedAt, socket: configuration.daemon.socket,
      httpHost: configuration.http.host, httpPort: port, userHome: userHome ?? "", version: BuildInfo.version,
      home: home.path, configFile: home.configuration)
    return RuntimeStatus(
      facts: facts,
      collectors: RuntimeStatus.Collectors(
        counts: { try await sessions.counts() },
        failures: { try await sessions.failures(recent: 10) },
        catalogBytes: { try await catalog.size() },
        journalBytes: {
          let sizes = try await sessions.journalSizes()
          return (known: sizes.bytes, unmeasured: sizes.unmeasured)
        },
        problems: { await sessions.diagnostics() },
        providers: { try await providers.providers() },
        config: {
          try await pool.run {
            do throws(ConfigurationError) {
              let present = try Configuration.load(home, userHome: userHome)
              return (error: nil, restartRequired: present.settings != configuration.settings)
            } catch {
              return (error: AghError(error).message, restartRequired: false)
            }
          }
        },
        log: { try await pool.run { try FileStatus.ifPresent(home.log)?.kind == .file } }))
  }
}
