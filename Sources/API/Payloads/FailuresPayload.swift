public import JSON

/// Sessions whose last run failed (contract: operations §8).
public struct FailuresPayload: Payload, Equatable {
  /// One of the latest.
  public struct Recent: Payload, Equatable {
    /// The session.
    public var sessionID: String
    /// Its agent.
    public var agentName: String
    /// The provider that ran it.
    public var provider: String
    /// Its workspace.
    public var workspaceID: String
    /// Its state now.
    public var state: String
    /// The kind of its failure.
    public var failureKind: String
    /// What happened.
    public var summary: String?
    /// When it last changed.
    public var updatedAt: String

    /// Makes a failure.
    public init(
      sessionID: String, agentName: String, provider: String, workspaceID: String, state: String, failureKind: String,
      summary: String?, updatedAt: String
    ) {
      self.sessionID = sessionID
      self.agentName = agentName
      self.provider = provider
      self.workspaceID = workspaceID
      self.state = state
      self.failureKind = failureKind
      self.summary = summary
      self.updatedAt = updatedAt
    }

    /// Writes the failure.
    public func write(to writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("session_id", sessionID)
        writer.field("agent_name", agentName)
        writer.field("provider", provider)
        writer.field("workspace_id", workspaceID)
        writer.field("state", state)
        writer.field("failure_kind", failureKind)
        writer.field("summary", summary)
        writer.field("updated_at", updatedAt)
      }
    }
  }

  /// How many, by kind.
  public var byKind: [String: Int]
  /// The latest, latest first.
  public var recent: [Recent]

  /// Makes failures.
  public init(byKind: [String: Int], recent: [Recent]) {
    self.byKind = byKind
    self.recent = recent
  }

  /// What a person cancelled is no failure of the runtime.
  private var status: String { byKind.keys.allSatisfy { $0 == "cancellation" } ? "ok" : "degraded" }

  /// Writes `{status, total, by_kind?, recent?}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("status", status)
      writer.field("total", byKind.values.reduce(0, +))
      if !byKind.isEmpty {
        writer.key("by_kind")
        writer.object { writer in
          for (kind, count) in byKind.sorted(by: { $0.key < $1.key }) { writer.field(kind, count) }
        }
      }
      if !recent.isEmpty { writer.field("recent", list: recent) }
    }
  }
}
