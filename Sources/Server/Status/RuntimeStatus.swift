public import API
public import Diagnostics
import Home
public import Platform
public import Sessions

/// Collects the state of the runtime. A collector that fails costs its own part, which is left out then and named in
/// the diagnostics; the rest is told.
public struct RuntimeStatus: StatusSource {
  /// Where the parts come from.
  public struct Collectors: Sendable {
    /// Counts of sessions.
    public var counts: @Sendable () async throws -> SessionCounts
    /// Sessions that failed.
    public var failures: @Sendable () async throws -> SessionFailures
    /// Bytes of the catalog.
    public var catalogBytes: @Sendable () async throws -> Int64
    /// Bytes of all journals, and how many of those are not in the sum.
    public var journalBytes: @Sendable () async throws -> (known: Int64, unmeasured: Int)
    /// What holds up sessions.
    public var problems: @Sendable () async throws -> [DiagnosticItem]
    /// Providers of agents.
    public var providers: @Sendable () async throws -> [ProviderPayload]
    /// The configuration; what of it is wrong now, and whether it is the one in effect.
    public var config: @Sendable () async throws -> (error: String?, restartRequired: Bool)
    /// Whether the log can be read.
    public var log: @Sendable () async throws -> Bool

    /// Collectors for everything.
    public init(
      counts: @escaping @Sendable () async throws -> SessionCounts,
      failures: @escaping @Sendable () async throws -> SessionFailures,
      catalogBytes: @escaping @Sendable () async throws -> Int64,
      journalBytes: @escaping @Sendable () async throws -> (known: Int64, unmeasured: Int),
      problems: @escaping @Sendable () async throws -> [DiagnosticItem],
      providers: @escaping @Sendable () async throws -> [ProviderPayload],
      config: @escaping @Sendable () async throws -> (error: String?, restartRequired: Bool),
      log: @escaping @Sendable () async throws -> Bool
    ) {
      self.counts = counts
      self.failures = failures
      self.catalogBytes = catalogBytes
      self.journalBytes = journalBytes
      self.problems = problems
      self.providers = providers
      self.config = config
      self.log = log
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
    let counts = await collect("sessions", .session, collectors.counts, &findings)
    let catalogBytes = await collect("catalog_size", .daemon, collectors.catalogBytes, &findings)
    let journals = await collect("journal_sizes", .session, collectors.journalBytes, &findings)
    let failures = await collect("failures", .session, collectors.failures, &findings)
    let problems = await collect("session_problems", .session, collectors.problems, &findings)
    findings += problems ?? []
    // What is stored is in order as far as none of the above has a finding.
    let persistence = Self.word(for: findings)
    let providers = await collect("providers", .provider, collectors.providers, &findings)
    let config = await collect("config", .config, collectors.config, &findings)
    let log = await collect("log", .daemon, collectors.log, &findings)
    let health = RuntimeHealthPayload(
      status: Self.word(for: findings), persistenceStatus: persistence,
      uptimeSeconds: max(0, (clock.now() - facts.startedAt).components.seconds), activeSessions: counts?.active,
      catalogBytes: catalogBytes, journalBytes: journals?.known, failures: failures.map(FailuresPayload.init),
      version: facts.version)
    if let unmeasured = journals?.unmeasured, unmeasured > 0 { findings.append(Self.unmeasured(unmeasured)) }
    return StatusPayload(
      generatedAt: clock.now().rfc3339, daemon: daemon(counts), sessionsByState: counts?.byState ?? [:],
      health: health, providers: providers, config: config.map(self.config), logAvailable: log, diagnostics: findings)
  }

  private func daemon(_ counts: SessionCounts?) -> DaemonPayload {
    DaemonPayload(
      pid: facts.pid, startedAt: facts.startedAt.rfc3339, socket: facts.socket, httpHost: facts.httpHost,
      httpPort: facts.httpPort, userHome: facts.userHome, activeSessions: counts?.active, totalSessions: counts?.total,
      version: facts.version)
  }

  private func config(_ error: String?, _ restartRequired: Bool) -> ConfigPayload {
    ConfigPayload(
      home: facts.home, file: facts.configFile, validationError: error, restartRequired: restartRequired,
      applyState: error != nil ? "invalid" : restartRequired ? "pending" : "current")
  }

  private static func word(for findings: [DiagnosticItem]) -> String { findings.isEmpty ? "ok" : "degraded" }

  private func collect<Part: Sendable>(
    _ name: String, _ category: DiagnosticItem.Category, _ collector: @Sendable () async throws -> Part,
    _ findings: inout [DiagnosticItem]
  ) async -> Part? {
    do {
      return try await collector()
    } catch {
      findings.append(
        DiagnosticItem(
          id: "status.\(name)", code: (error as? AghError)?.code.rawValue ?? ErrorCode.internalError.rawValue,
          severity: .error, category: category, title: "Status is incomplete",
          message: "The part \(name) could not be collected: \(error)"))
      return nil
    }
  }

  /// Some journals are not part of the sum; a daemon that has just begun still measures them.
  private static func unmeasured(_ count: Int) -> DiagnosticItem {
    DiagnosticItem(
      id: "status.journal_sizes", code: "journals_unmeasured", severity: .info, category: .session,
      title: "Sizes are incomplete",
      message: "The journals of \(count) stopped sessions are not measured and not in session_db_size_bytes")
  }
}

extension FailuresPayload {
  init(_ failures: SessionFailures) {
    self.init(
      byKind: failures.byKind,
      recent: failures.recent.map { session in
        Recent(
          sessionID: session.id.text, agentName: session.agentName, provider: session.provider,
          workspaceID: session.workspaceID.text, state: session.state.rawValue,
          failureKind: session.failure?.kind ?? "", summary: session.failure?.summary,
          updatedAt: session.updatedAt.rfc3339)
      })
  }
}
