import Catalog
import Configuration
import Diagnostics
import HTTP
import Home
import JSON
import Platform
import Providers
import Server
import Sessions

/// The order in which a daemon comes up. Whatever fails ends it with an error, and what was made before is undone by the
/// end of the process; nothing is written to the home before the lock is held.
enum BootOrder {
  static func boot(_ options: DaemonOptions, _ commands: DaemonCommands) async throws -> DaemonRuntime {
    let clock = SystemClock()
    let startedAt = clock.now()
    let home = options.home
    let userHome = UserHome.path(environment: options.environment)

    // 1. The configuration: a mistake in it changes nothing on disk.
    try checkDescriptorLimit()
    try home.checkOwnership()
    let (configuration, providers) = try settings(options, userHome: userHome)
    let shim = try shimPath(options)

    // 2. The home's directories and modes, then its lock: from here on this is the only daemon of the home.
    try home.prepare()
    let lock = HeldLock(try DaemonLock.acquire(home))
    FaultPoint.hit("boot.locked")
    try DaemonInfo.checkPlace(home)
    _ = try DefaultFile.writeIfMissing(home, userHome: userHome)

    // 3. The log.
    let secrets = SecretRegistry()
    let redactor = Redactor(registry: secrets)
    let log = LogFeed()
    let logger = try logger(configuration, home, redactor, mirrored: options.mirrorsLog, log)
    for notice in configuration.notices { logger.warn("\(notice)") }

    // 4. Who this is: the home's id and a generation above every earlier daemon's.
    let bootID = try InjectedBoot.id(options.environment) ?? BootID.current()
    let identity = try HomeIdentity.next(home, bootID: bootID)
    FaultPoint.hit("boot.identified")

    // 5. What lies at the socket's path.
    try SocketPath.clear(configuration.daemon.socket)

    // 6. The catalog, then the sessions; those that run already are taken over before anybody can ask for them.
    let pool = try BlockingPool(threads: 4, name: "pool")
    let catalog = try await Catalog.open(path: home.catalog, clock: clock, pool: pool)
    let launches = LaunchPlanner(
      registry: providers, defaultAgent: configuration.defaults.agent,
      defaultProvider: configuration.defaults.provider, home: home, environment: options.environment,
      executable: options.executable)
    let sessions = SessionRegistry(
      SessionRegistry.Setup(
        home: home, identity: identity, bootID: bootID, buildID: BuildInfo.id, shim: shim, catalog: catalog,
        launches: launches, configuration: InjectedCap.applied(to: configuration, options.environment), pool: pool,
        redactor: redactor, secrets: secrets, clock: clock, logger: logger))
    try await rebuildIfDue(catalog, sessions, logger)
    try await sessions.adopt()
    commands.whenChildEnded { Task { await sessions.reapShims() } }
    FaultPoint.hit("boot.adopted")

    // 7. The listeners; both have the same routes.
    let facts = Listening(configuration: configuration)
    let providerList = ProviderList(
      registry: providers, launches: launches, defaultProvider: configuration.defaults.provider, pool: pool,
      clock: clock)
    let status = StatusCollectors.source(
      options: options, configuration: configuration, providers: providerList, sessions: sessions, catalog: catalog,
      home: home, startedAt: startedAt, port: facts.port, userHome: userHome, pool: pool)
    var services = ServerServices(
      sessions: sessions, workspaces: Workspaces(catalog: catalog, pool: pool, clock: clock), status: status,
      providers: providerList, redactor: redactor, clock: clock)
    services.allowsTCP = facts.isLoopback
    services.log = log
    let server = try listen(facts, services)

    // 8. Ready: commands find the daemon through its record.
    let info = DaemonInfo(
      process: try ProcessIdentity.of(pid: CurrentProcess.pid), port: facts.port, startedAt: startedAt,
      host: configuration.http.host, socket: configuration.daemon.socket, homeID: identity.homeID,
      generation: identity.generation, version: BuildInfo.version, buildID: BuildInfo.id)
    try info.write(home)
    FaultPoint.hit("boot.ready")
    logger.info(
      "daemon is ready",
      ["pid": .int(info.pid), "socket": .string(info.socket), "generation": .int(info.generation)])
    return DaemonRuntime(
      home: home, configuration: configuration, logger: logger, lock: lock, catalog: catalog, sessions: sessions,
      server: server, measuring: measuring(sessions, logger), log: log, clock: clock)
  }

  private static func settings(
    _ options: DaemonOptions, userHome: String?
  ) throws(AghError) -> (Configuration, ProviderRegistry) {
    do throws(ConfigurationError) {
      let configuration = try Configuration.load(options.home, userHome: userHome)
      return (configuration, try ProviderRegistry(configuration, executable: options.executable))
    } catch {
      throw AghError(error)
    }
  }

  private static func listen(_ facts: Listening, _ services: ServerServices) throws -> HTTPServer {
    let api = try APIServer(services)
    let server = HTTPServer(
      facts.server, respond: { try await api.respond(to: $0) }, errorResponse: { api.errorResponse($0) })
    do throws(ListenError) {
      try server.start()
    } catch {
      throw facts.error(error)
    }
    return server
  }

  /// What nobody waits for: it goes on while the daemon serves already.
  private static func measuring(_ sessions: SessionRegistry, _ logger: Logger) -> Task<Void, Never> {
    Task {
      do {
        try await sessions.measureJournals()
      } catch {
        logger.warn("the sizes of stopped sessions could not be measured", ["error": .string("\(error)")])
      }
    }
  }

  /// With fewer descriptors something would fail here and there, now and then, instead of at once.
  private static func checkDescriptorLimit() throws(AghError) {
    let (limit, least) = (CurrentProcess.descriptorLimit, 64)
    guard limit < least else { return }
    throw AghError(.descriptorLimitTooLow, "the limit of open files is \(limit); a daemon needs at least \(least)")
  }

  private static func shimPath(_ options: DaemonOptions) throws -> String {
    do {
      return try SessionRegistry.shim(beside: options.executable)
    } catch {
      throw AghError(.shimMissing, "\(error)")
    }
  }

  private static func logger(
    _ configuration: Configuration, _ home: HomeDirectory, _ redactor: Redactor, mirrored: Bool, _ feed: LogFeed
  ) throws -> Logger {
    let rotation = LogRotation(
      maxBytes: configuration.log.maxBytes, maxBackups: configuration.log.maxBackups,
      maxAge: configuration.log.maxAge, compress: configuration.log.compressBackups)
    do {
      let sink = try LogSink(path: home.log, rotation: rotation, streams: .forLog(at: home.log, mirrored: mirrored))
      return Logger(level: LogLevel(rawValue: configuration.log.level) ?? .info, redactor: redactor) { line in
        sink.append(line)
        feed.append(line)
      }
    } catch {
      throw AghError(home: home, error)
    }
  }

  /// A catalog that was lost is made anew of the sessions on disk, and the operator is told.
  private static func rebuildIfDue(
    _ catalog: Catalog, _ sessions: SessionRegistry, _ logger: Logger
  ) async throws {
    guard let reason = try await catalog.rebuildReason() else { return }
    // A home without a catalog is a new one, unless it has sessions.
    if reason != .created {
      logger.error("the catalog is rebuilt from the sessions on disk", ["reason": .string("\(reason)")])
    }
    let (count, isWhole) = try await sessions.rebuildCatalog()
    // What could not be read is looked for again at the next start.
    if isWhole { try await catalog.rebuildFinished() }
    if count > 0 { logger.info("the catalog was rebuilt", ["sessions": .int(count)]) }
  }
}
