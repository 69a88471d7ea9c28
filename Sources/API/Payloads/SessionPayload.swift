public import Diagnostics
public import JSON

/// One session (contract: sessions §19.2). Times are RFC 3339.
public struct SessionPayload: Payload, Equatable {
  /// Its id.
  public var id: String
  /// A name for people.
  public var name: String?
  /// The agent's name.
  public var agentName: String
  /// The provider that runs it.
  public var provider: String
  /// The model that was asked for.
  public var model: String?
  /// The reasoning effort that was asked for.
  public var reasoningEffort: String?
  /// The workspace it belongs to.
  public var workspaceID: String
  /// The directory of the workspace.
  public var workspacePath: String
  /// `starting`, `active`, `stopping` or `stopped`.
  public var state: String
  /// One word for how it is doing (contract: sessions §10.3).
  public var badge: String
  /// Whether a client may attach.
  public var attachable: Bool
  /// The lease of a client.
  public var lease: AttachPayload?
  /// Why the last run ended.
  public var stopReason: String?
  /// More about that.
  public var stopDetail: String?
  /// What went wrong.
  public var failure: FailurePayload?
  /// The agent's own id of the conversation.
  public var acpSessionID: String?
  /// The agent's capabilities, as JSON.
  public var capabilities: [UInt8]?
  /// The running turn.
  public var activity: ActivityPayload?
  /// How it is doing, where that was asked for.
  public var health: HealthPayload?
  /// `deny-all`, `approve-reads` or `approve-all`.
  public var permissionMode: String
  /// The agent's process.
  public var process: ProcessPayload?
  /// Permission requests that wait for a person.
  public var pendingPermissions: Int
  /// Lines of the agent that were no messages.
  public var noiseLines: Int
  /// What holds it up at this moment, or is not as it should be; left out of the JSON when empty.
  public var diagnostics: [DiagnosticItem] = []
  /// The sequence of the last event.
  public var head: Int64
  /// When it was created.
  public var createdAt: String
  /// When its state last changed.
  public var updatedAt: String

  /// Makes a payload; everything else is empty.
  public init(
    id: String, agentName: String, provider: String, workspaceID: String, workspacePath: String, state: String,
    badge: String, attachable: Bool, permissionMode: String, createdAt: String, updatedAt: String
  ) {
    self.id = id
    self.agentName = agentName
    self.provider = provider
    self.workspaceID = workspaceID
    self.workspacePath = workspacePath
    self.state = state
    self.badge = badge
    self.attachable = attachable
    self.permissionMode = permissionMode
    pendingPermissions = 0
    noiseLines = 0
    head = 0
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// Writes the session in the contract's order, our own members after it.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writeIdentity(to: &writer)
      writeState(to: &writer)
      writer.field("created_at", createdAt)
      writer.field("updated_at", updatedAt)
      writer.field("permission_mode", permissionMode)
      writer.field("process", process)
      writer.field("pending_permissions", pendingPermissions)
      writer.field("noise_lines", noiseLines)
      writer.field("head_sequence", head)
      if !diagnostics.isEmpty { writer.field("diagnostics", .array(diagnostics.map(\.json))) }
    }
  }

  private func writeIdentity(to writer: inout JSONWriter) {
    writer.field("id", id)
    writer.field("name", name)
    writer.field("agent_name", agentName)
    writer.field("provider", provider)
    writer.field("model", model)
    writer.field("reasoning_effort", reasoningEffort)
    writer.field("workspace_id", workspaceID)
    writer.field("workspace_path", workspacePath)
    writer.field("type", "user")
  }

  private func writeState(to writer: inout JSONWriter) {
    writer.field("state", state)
    writer.field("badge", badge)
    writer.field("attachable", attachable)
    writer.field("attached_to", lease?.attachedTo)
    writer.field("attach_expires_at", lease?.expiresAt)
    writer.field("stop_reason", stopReason)
    writer.field("stop_detail", stopDetail)
    writer.field("failure", failure)
    writer.field("acp_session_id", acpSessionID)
    writer.field("acp_caps", raw: capabilities)
    writer.field("activity", activity)
    writer.field("sandbox", SandboxPayload(state: state == "stopped" ? "stopped" : "prepared"))
    writer.field("lineage", LineagePayload(rootSessionID: id))
    writer.field("health", health)
  }
}
