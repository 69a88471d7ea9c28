public import Diagnostics
public import JSON

/// The state of the runtime (contract: operations §8). Parts of the contract that have no code yet are there and say so:
/// disabled and empty.
public struct StatusPayload: Payload, Equatable {
  /// When it was collected.
  public var generatedAt: String
  /// The daemon.
  public var daemon: DaemonPayload
  /// Sessions by state.
  public var sessionsByState: [String: Int]
  /// How the runtime is doing.
  public var health: RuntimeHealthPayload
  /// Providers of agents, by name; nil when that is not known.
  public var providers: [ProviderPayload]?
  /// The configuration; nil when it could not be compared.
  public var config: ConfigPayload?
  /// Whether the log can be followed; nil when that is not known.
  public var logAvailable: Bool?
  /// What could not be collected, and other findings.
  public var diagnostics: [DiagnosticItem]

  /// Makes a status.
  public init(
    generatedAt: String, daemon: DaemonPayload, sessionsByState: [String: Int], health: RuntimeHealthPayload,
    providers: [ProviderPayload]?, config: ConfigPayload?, logAvailable: Bool?, diagnostics: [DiagnosticItem]
  ) {
    self.generatedAt = generatedAt
    self.daemon = daemon
    self.sessionsByState = sessionsByState
    self.health = health
    self.providers = providers
    self.config = config
    self.logAvailable = logAvailable
    self.diagnostics = diagnostics
  }

  /// Writes the status.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("schema_version", "2026-05-20")
      writer.field("generated_at", generatedAt)
      writer.field("daemon", daemon)
      writeSessions(to: &writer)
      writer.field("health", health)
      for (name, json) in Self.absentParts { writer.field(name, raw: Array(json.utf8)) }
      if let providers { writer.field("providers", list: providers.map(ProviderPayload.InStatus.init)) }
      writer.field("config", config)
      if let logAvailable {
        writer.key("log_tail")
        writer.object { writer in
          writer.field("available", logAvailable)
          writer.field("status", logAvailable ? "available" : "unavailable")
        }
      }
      if !diagnostics.isEmpty { writer.field("diagnostics", .array(diagnostics.map(\.json))) }
    }
  }

  private func writeSessions(to writer: inout JSONWriter) {
    writer.key("sessions")
    writer.object { writer in
      writer.field("active", daemon.activeSessions)
      writer.field("total", daemon.totalSessions)
      guard !sessionsByState.isEmpty else { return }
      writer.key("by_status")
      writer.object { writer in
        for (state, count) in sessionsByState.sorted(by: { $0.key < $1.key }) { writer.field(state, count) }
      }
    }
  }

  static let absentBridges = """
    {"total_instances":0,"route_count":0,"delivery_backlog":0,"delivery_dropped_total":0,"delivery_failures_total":0,\
    "auth_failures_total":0,"status_counts":{"disabled":0,"starting":0,"ready":0,"degraded":0,"auth_required":0,\
    "error":0}}
    """

  private static let absentParts = [
    (
      "memory",
      """
      {"status":"disabled","enabled":false,"configured":false,"global_files":0,"workspace_files":0,\
      "workspace_count":0,"dream_enabled":false,"indexed_files":0,"orphaned_files":0,"last_reindex":null,\
      "operation_count":0,"last_operation_at":null,"last_consolidation":null}
      """
    ),
    (
      "automation",
      """
      {"enabled":false,"jobs":{"total":0,"enabled":0},"triggers":{"total":0,"enabled":0},"scheduler_running":false}
      """
    ),
    (
      "tasks",
      """
      {"status":"disabled","queue_depth_total":0,"oldest_queue_age_ms":0,"active_orphan_runs":0,\
      "forced_stops_since_start":0,"duplicate_ingress_since_start":0,"channel_mismatch_since_start":0,\
      "recovery_since_start":{"requeued":0,"marked_running":0,"failed":0}}
      """
    ),
    ("bridges", absentBridges),
    ("skills", #"{"runtime_available":false,"discovered_count":0,"disabled_count":0}"#),
  ]
}
