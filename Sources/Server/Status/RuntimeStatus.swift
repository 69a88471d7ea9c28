public import API
import Diagnostics
public import Platform
public import Sessions

/// What does not change while a daemon runs.
public struct RuntimeFacts: Sendable {
  /// Its process.
  public var pid: Int32
  /// When it started.
  public var startedAt: WallTime
  /// Its Unix socket.
  public var socket: String
  /// The host it serves TCP at.
  public var httpHost: String
  /// The port; 0 when TCP is off.
  public var httpPort: Int
  /// The home directory of the user it runs as.
  public var userHome: String
  /// Its version.
  public var version: String
  /// The home.
  public var home: String
  /// The configuration file.
  public var configFile: String

  /// Makes facts.
  public init(
    pid: Int32, startedAt: WallTime, socket: String, httpHost: String, httpPort: Int, userHome: String,
    version: String, home: String, configFile: String
  ) {
    self.pid = pid
    self.startedAt = startedAt
    self.socket = socket
    self.httpHost = httpHost
    self.httpPort = httpPort
    self.userHome = userHome
    self.version = version
    self.home = home
    self.configFile = configFile
  }
}

/// Collects the state of the runtime. A collector that fails costs its own part, which then is named in the
/// diagnostics; the rest is told.
public struct RuntimeStatus: StatusSource {
  /// Where the parts come from.
  public struct Collectors: Sendable {
    /// Counts of sessions.
    public var counts: @Sendable () async throws -> SessionCounts
    /// Bytes of the catalog and of all journals; sampled, not measured on the spot.
    public var sizes: @Sendable () async throws -> (catalog: Int64, journals: Int64)
    /// Providers of agents.
    public var providers: @Sendable () async throws -> [ProviderPayload]
    /// The configuration; what of it is wrong now, and whether it is the one in effect.
    public var config: @Sendable () async throws -> (error: String?, restartRequired: Bool)

    /// Collectors for everything.
    public init(
      counts: @escaping @Sendable () async throws -> SessionCounts,
      sizes: @escaping @Sendable () async throws -> (catalog: Int64, journals: Int64),
      providers: @escaping @Sendable () async throws -> [ProviderPayload],
      config: @escaping @Sendable () async throws -> (error: String?, restartRequired: Bool)
    ) {
      self.counts = counts
      self.sizes = sizes
      self.providers = providers
      self.config = config
    }
  }

  private let facts: RuntimeFacts
  private let collectors: Collectors
  private let clock: any Clock

  /// A source that asks the collectors anew each time.
  public init(facts: RuntimeFacts, collectors: Collectors, clock: any Clock = SystemClock()) {
    self.facts = facts
    self.collectors = collectors
    self.clock = clock
  }

  /// The state as it is now; never fails as a whole.
  public func status() async -> StatusPayload {
    var findings: [DiagnosticItem] = []
    let none = SessionCounts(active: 0, total: 0, byState: [:])
    let counts = await collect("sessions", .session, none, collectors.counts, &findings)
    let sizes = await collect("sizes", .daemon, (catalog: 0, journals: 0), collectors.sizes, &findings)
    let providers = await collect("providers", .provider, [], collectors.providers, &findings)
    let config = await collect("config", .config, (error: nil, restartRequired: false), collectors.config, &findings)
    let now = clock.now()
    let health = RuntimeHealthPayload(
      status: findings.isEmpty ? "ok" : "degraded",
      uptimeSeconds: max(0, (now - facts.startedAt).components.seconds), activeSessions: counts.active,
      catalogBytes: sizes.catalog, journalBytes: sizes.journals, version: facts.version)
    return StatusPayload(
      generatedAt: now.rfc3339, daemon: daemon(counts), sessionsByState: counts.byState, health: health,
      providers: providers, config: self.config(config.error, config.restartRequired), logAvailable: false,
      diagnostics: findings)
  }

  private func daemon(_ counts: SessionCounts) -> DaemonPayload {
    DaemonPayload(
      pid: facts.pid, startedAt: facts.startedAt.rfc3339, socket: facts.socket, httpHost: facts.httpHost,
      httpPort: facts.httpPort, userHome: facts.userHome, activeSessions: counts.active, totalSessions: counts.total,
      version: facts.version)
  }

  private func config(_ error: String?, _ restartRequired: Bool) -> ConfigPayload {
    ConfigPayload(
      home: facts.home, file: facts.configFile, validationError: error, restartRequired: restartRequired,
      applyState: error != nil ? "invalid" : restartRequired ? "pending" : "current")
  }

  private func collect<Part: Sendable>(
    _ name: String, _ category: DiagnosticItem.Category, _ missing: Part,
    _ collector: @Sendable () async throws -> Part, _ findings: inout [DiagnosticItem]
  ) async -> Part {
    do {
      return try await collector()
    } catch {
      findings.append(
        DiagnosticItem(
          id: "status.\(name)", code: (error as? AghError)?.code.rawValue ?? ErrorCode.internalError.rawValue,
          severity: .error, category: category, title: "Status is incomplete",
          message: "The part \(name) could not be collected: \(error)"))
      return missing
    }
  }
}
