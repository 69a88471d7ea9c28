import API
import Configuration
import Diagnostics
import Home
import Platform
import Providers
import Server
import Sessions

/// Where the parts of the status come from.
enum StatusCollectors {
  static func source(
    options: DaemonOptions, configuration: Configuration, providers: ProviderRegistry, sessions: SessionRegistry,
    home: HomeDirectory, startedAt: WallTime, port: Int, userHome: String?, pool: BlockingPool
  ) -> RuntimeStatus {
    let facts = RuntimeFacts(
      pid: CurrentProcess.pid, startedAt: startedAt, socket: configuration.daemon.socket,
      httpHost: configuration.http.host, httpPort: port, userHome: userHome ?? "", version: Build.version,
      home: home.path, configFile: home.configuration)
    let list = providers.all.map { provider in
      payload(provider, isDefault: provider.name == configuration.defaults.provider)
    }
    return RuntimeStatus(
      facts: facts,
      collectors: RuntimeStatus.Collectors(
        counts: { try await sessions.counts() },
        sizes: { try await pool.run { (catalog: size(of: home.catalog), journals: 0) } },
        providers: { list },
        config: {
          try await pool.run {
            do throws(ConfigurationError) {
              let present = try Configuration.load(home, userHome: userHome)
              return (error: nil, restartRequired: !present.hasSameSettings(as: configuration))
            } catch {
              return (error: AghError(error).message, restartRequired: false)
            }
          }
        }))
  }

  private static func payload(_ provider: Provider, isDefault: Bool) -> ProviderPayload {
    ProviderPayload(
      name: provider.name, displayName: provider.displayName, isDefault: isDefault, mode: provider.authMode.rawValue,
      state: provider.authMode == .none ? "none" : "unknown")
  }

  private static func size(of database: String) -> Int64 {
    ["", "-wal", "-shm"].reduce(0) { sum, suffix in
      sum + ((try? FileStatus.ifPresent(database + suffix))?.size ?? 0)
    }
  }
}
