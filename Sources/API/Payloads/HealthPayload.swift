public import JSON

/// How a session is doing (contract: sessions §10.2).
public struct HealthPayload: Payload, Equatable {
  /// The session.
  public var sessionID: String
  /// Its workspace.
  public var workspaceID: String
  /// Its agent.
  public var agentName: String
  /// `idle`, `prompting`, `stopped` or `detached`.
  public var state: String
  /// `healthy`, `degraded`, `dead` or `unknown`.
  public var health: String
  /// Whether a turn runs.
  public var activePrompt: Bool
  /// Whether a client may attach.
  public var attachable: Bool
  /// Why the session cannot be woken by itself; nil when it can.
  public var ineligibilityReason: String?
  /// When the agent last did something.
  public var lastActivityAt: String?
  /// When it was last seen to live; nil when it does not.
  public var lastPresenceAt: String?
  /// The last failure.
  public var lastError: String?
  /// When the state last changed.
  public var updatedAt: String

  /// Makes a health.
  public init(
    sessionID: String, workspaceID: String, agentName: String, state: String, health: String, activePrompt: Bool,
    attachable: Bool, ineligibilityReason: String?, lastActivityAt: String?, lastPresenceAt: String?,
    lastError: String?, updatedAt: String
  ) {
    self.sessionID = sessionID
    self.workspaceID = workspaceID
    self.agentName = agentName
    self.state = state
    self.health = health
    self.activePrompt = activePrompt
    self.attachable = attachable
    self.ineligibilityReason = ineligibilityReason
    self.lastActivityAt = lastActivityAt
    self.lastPresenceAt = lastPresenceAt
    self.lastError = lastError
    self.updatedAt = updatedAt
  }

  /// Writes the health.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writeCommon(to: &writer)
      writer.field("last_activity_at", lastActivityAt)
      writer.field("last_presence_at", lastPresenceAt)
      writer.field("last_error", lastError)
      writer.field("updated_at", updatedAt)
    }
  }

  fileprivate func writeCommon(to writer: inout JSONWriter) {
    writer.field("session_id", sessionID)
    writer.field("workspace_id", workspaceID)
    writer.field("agent_name", agentName)
    writer.field("state", state)
    writer.field("health", health)
    writer.field("active_prompt", activePrompt)
    writer.field("attachable", attachable)
    writer.field("eligible_for_wake", ineligibilityReason == nil)
    writer.field("ineligibility_reason", ineligibilityReason)
  }
}

/// The health without its times, as the status of a session answers it (contract: sessions §19.4).
public struct SessionStatusPayload: Payload, Equatable {
  private let health: HealthPayload

  /// The status that goes with a health.
  public init(_ health: HealthPayload) {
    self.health = health
  }

  /// Writes the status.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      health.writeCommon(to: &writer)
      writer.field("updated_at", health.updatedAt)
    }
  }
}
