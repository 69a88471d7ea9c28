public import Home
public import Platform

/// What the daemon can do with workspaces (contract: content §1).
public protocol WorkspaceService: Sendable {
  /// Registers a directory, and further ones with it; without a name it gets that of the directory.
  ///
  /// - Throws: `workspace_conflict` when the directory or the name is taken, `working_directory_missing`, or
  ///   `invalid_request` for what is no absolute path of a directory.
  func add(root: String, name: String?, additional: [String]) async throws -> WorkspaceRecord
  /// All workspaces, in the order of their names.
  func list() async throws -> [WorkspaceRecord]
  /// One workspace by id, name, or absolute path.
  ///
  /// - Throws: `workspace_not_found` when there is none.
  func lookup(_ reference: String) async throws -> WorkspaceRecord
  /// The workspace of a directory, registered on the way when it is new; `created` says whether it was.
  ///
  /// - Throws: `working_directory_missing`, or `invalid_request` for what is no absolute path of a directory.
  func resolve(path: String) async throws -> (record: WorkspaceRecord, created: Bool)
}

/// A registered workspace.
public struct WorkspaceRecord: Sendable, Equatable {
  /// Its id.
  public var id: WorkspaceID
  /// The canonical directory.
  public var root: String
  /// Further directories, canonical.
  public var additional: [String]
  /// A name for people, unique.
  public var name: String
  /// The agent of its sessions; nil means the default of the configuration.
  public var defaultAgent: String?
  /// When it was registered.
  public var createdAt: WallTime
  /// When it last changed.
  public var updatedAt: WallTime

  /// Makes a record.
  public init(
    id: WorkspaceID, root: String, additional: [String], name: String, defaultAgent: String?, createdAt: WallTime,
    updatedAt: WallTime
  ) {
    self.id = id
    self.root = root
    self.additional = additional
    self.name = name
    self.defaultAgent = defaultAgent
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}
