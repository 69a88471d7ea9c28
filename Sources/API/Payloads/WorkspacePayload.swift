public import JSON

/// A registered workspace (contract: content §1.5).
public struct WorkspacePayload: Payload, Equatable {
  /// Its id.
  public var id: String
  /// The directory.
  public var root: String
  /// Further directories.
  public var additional: [String]
  /// A name for people.
  public var name: String
  /// The agent of its sessions.
  public var defaultAgent: String?
  /// When it was registered.
  public var createdAt: String
  /// When it last changed.
  public var updatedAt: String

  /// Makes a workspace.
  public init(
    id: String, root: String, additional: [String], name: String, defaultAgent: String?, createdAt: String,
    updatedAt: String
  ) {
    self.id = id
    self.root = root
    self.additional = additional
    self.name = name
    self.defaultAgent = defaultAgent
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// Writes the workspace.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("id", id)
      writer.field("root_dir", root)
      writer.field("add_dirs", list: additional)
      writer.field("name", name)
      writer.field("default_agent", defaultAgent)
      writer.field("created_at", createdAt)
      writer.field("updated_at", updatedAt)
    }
  }
}

/// A workspace with what is in it.
public struct WorkspaceDetailPayload: Payload, Equatable {
  /// The workspace.
  public var workspace: WorkspacePayload
  /// Its newest sessions.
  public var sessions: [SessionPayload]

  /// Makes a detail.
  public init(workspace: WorkspacePayload, sessions: [SessionPayload]) {
    self.workspace = workspace
    self.sessions = sessions
  }

  /// Writes `{workspace, sessions?}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("workspace", workspace)
      if !sessions.isEmpty { writer.field("sessions", list: sessions) }
    }
  }
}
