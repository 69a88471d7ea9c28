public import Home
public import Platform
internal import SQLite

/// A registered workspace (contract: content §1).
public struct WorkspaceEntry: Sendable, Equatable {
  /// Its id.
  public var id: WorkspaceID
  /// The canonical path of its root directory.
  public var rootDirectory: String
  /// Canonical paths of further directories, in their order.
  public var additionalDirectories: [String] = []
  /// Its name, unique among workspaces.
  public var name: String
  /// The agent of new sessions; empty for the configured default.
  public var defaultAgent = ""
  /// The sandbox profile; empty for the configured default.
  public var sandboxReference = ""
  /// When it was registered.
  public var createdAt: WallTime
  /// When it was last changed.
  public var updatedAt: WallTime

  /// A workspace with neither further directories nor choices of its own.
  public init(id: WorkspaceID, rootDirectory: String, name: String, createdAt: WallTime, updatedAt: WallTime) {
    self.id = id
    self.rootDirectory = rootDirectory
    self.name = name
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension WorkspaceEntry {
  private static let columns =
    "id, root_dir, add_dirs, name, default_agent, sandbox_ref, created_at, updated_at"

  private init(_ row: borrowing Row) throws {
    let id: String = row[0]
    guard let id = WorkspaceID(id) else { throw Row.damage("\"\(id)\" is no workspace") }
    self.init(
      id: id, rootDirectory: row[1], name: row[3], createdAt: try row.time(6), updatedAt: try row.time(7))
    additionalDirectories = try row.strings(2)
    defaultAgent = row[4]
    sandboxReference = row[5]
  }

  static func all(in transaction: borrowing Transaction<some Any>) throws -> [WorkspaceEntry] {
    try transaction.rows("SELECT \(columns) FROM workspaces ORDER BY name, id") { try WorkspaceEntry($0) }
  }

  /// The workspace whose column has that value; `column` is one of `id`, `name`, `root_dir`.
  static func first(
    where column: String, is value: String, in transaction: borrowing Transaction<some Any>
  ) throws -> WorkspaceEntry? {
    try transaction.first("SELECT \(columns) FROM workspaces WHERE \(column) = ?", value) { try WorkspaceEntry($0) }
  }

  func insert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      "INSERT INTO workspaces(\(Self.columns)) VALUES(?, ?, ?, ?, ?, ?, ?, ?)", id.text, rootDirectory,
      jsonArray(additionalDirectories), name, defaultAgent, sandboxReference, createdAt.fixed, updatedAt.fixed)
  }
}
