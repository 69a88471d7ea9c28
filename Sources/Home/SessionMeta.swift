public import Diagnostics
public import JSON
public import Platform

/// `meta.json` of a session: what it is, for programs that read files (contract: sessions §3.1).
///
/// A projection of the journal: losing it costs a rebuild, never data.
public struct SessionMeta: Sendable, Hashable {
  /// The session.
  public var id: SessionID
  /// What people call it.
  public var name: String?
  /// The agent it runs.
  public var agentName: String
  /// The resolved provider.
  public var provider: String?
  /// The requested or resolved model.
  public var model: String?
  /// The requested effort.
  public var reasoningEffort: String?
  /// `deny-all`, `approve-reads` or `approve-all`.
  public var permissions: String?
  /// The workspace it works in.
  public var workspaceID: String
  /// `user` unless something else started it.
  public var type = "user"
  /// Its state.
  public var state: String
  /// Why it stopped.
  public var stopReason: String?
  /// Why it stopped, in words.
  public var stopDetail: String?
  /// `{kind, summary?, crash_bundle_path?}`
  public var failure: JSONValue?
  /// The agent's own name of the session.
  public var agentSessionID: String?
  /// `{subprocess_pid?, subprocess_started_at?, last_update_at?, …}`
  public var liveness: JSONValue?
  /// When it was created.
  public var createdAt: WallTime
  /// When anything here changed last.
  public var updatedAt: WallTime
  /// The sequence of the journal up to which this is true.
  public var appliedSequence: Int64

  /// Makes the record of what every session has; the rest is set afterwards.
  public init(
    id: SessionID, agentName: String, workspaceID: String, state: String, createdAt: WallTime, updatedAt: WallTime,
    appliedSequence: Int64
  ) {
    self.id = id
    self.agentName = agentName
    self.workspaceID = workspaceID
    self.state = state
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.appliedSequence = appliedSequence
  }

  /// Writes the record into the session's directory without secrets, on disk when it returns.
  public func write(
    to directory: SessionDirectory, redactor: Redactor, layer: any FileLayer = SystemFiles()
  ) throws(SystemError) {
    try JSONFile.write(redactor.redact(json), to: directory.meta, name: .sessionMeta, layer: layer)
  }

  private var json: JSONValue {
    .object(omittingNil: [
      "id": .string(id.text), "name": name.map(JSONValue.string), "agent_name": .string(agentName),
      "provider": provider.map(JSONValue.string), "model": model.map(JSONValue.string),
      "reasoning_effort": reasoningEffort.map(JSONValue.string),
      "effective_permissions": permissions.map(JSONValue.string), "workspace_id": .string(workspaceID),
      "session_type": .string(type), "lineage": lineage, "state": .string(state),
      "stop_reason": stopReason.map(JSONValue.string), "stop_detail": stopDetail.map(JSONValue.string),
      "failure": failure, "acp_session_id": agentSessionID.map(JSONValue.string), "liveness": liveness,
      "created_at": .string(createdAt.rfc3339), "updated_at": .string(updatedAt.rfc3339),
      "applied_sequence": .int(appliedSequence),
    ])
  }

  /// A session that no other session started.
  private var lineage: JSONValue {
    [
      "root_session_id": .string(id.text), "spawn_depth": 0, "auto_stop_on_parent": false,
      "spawn_budget": ["max_children": 0, "max_depth": 0, "ttl_seconds": 0],
      "permission_policy": [
        "tools": [], "skills": [], "mcp_servers": [], "workspace_paths": [], "network_channels": [],
        "sandbox_profiles": [],
      ],
    ]
  }
}

extension SyncName {
  /// The syncs of `meta.json`.
  public static let sessionMeta = SyncName("meta.json")
}
