public import Home
internal import SQLite

extension Catalog {
  /// Registers a workspace.
  ///
  /// With an empty name it gets that of its directory, with `-2`, `-3`, … behind it when that is taken.
  ///
  /// - Returns: the entry as it was stored.
  /// - Throws: ``CatalogError``; `workspacePathTaken` with the workspace that has the directory, `workspaceNameTaken`.
  public func addWorkspace(_ entry: WorkspaceEntry) async throws -> WorkspaceEntry {
    try await write { transaction in
      if let taken = try WorkspaceEntry.first(where: "root_dir", is: entry.rootDirectory, in: transaction) {
        throw CatalogError.workspacePathTaken(taken)
      }
      var entry = entry
      if entry.name.isEmpty {
        entry.name = try Self.freeName(for: entry.rootDirectory, in: transaction)
      } else if try WorkspaceEntry.first(where: "name", is: entry.name, in: transaction) != nil {
        throw CatalogError.workspaceNameTaken(entry.name)
      }
      try entry.insert(in: transaction)
      return entry
    }
  }

  /// Every workspace, by name.
  public func workspaces() async throws -> [WorkspaceEntry] {
    try await read { try WorkspaceEntry.all(in: $0) }
  }

  /// The workspace of that id, or nil.
  public func workspace(id: WorkspaceID) async throws -> WorkspaceEntry? {
    try await read { try WorkspaceEntry.first(where: "id", is: id.text, in: $0) }
  }

  /// The workspace of that name, or nil.
  public func workspace(named name: String) async throws -> WorkspaceEntry? {
    try await read { try WorkspaceEntry.first(where: "name", is: name, in: $0) }
  }

  /// The workspace whose root is that canonical path, or nil.
  public func workspace(at rootDirectory: String) async throws -> WorkspaceEntry? {
    try await read { try WorkspaceEntry.first(where: "root_dir", is: rootDirectory, in: $0) }
  }

  private static func freeName(
    for directory: String, in transaction: borrowing Transaction<WriteAccess>
  ) throws -> String {
    let base = directory.split(separator: "/").last.map(String.init) ?? "workspace"
    var name = base
    var number = 1
    while try WorkspaceEntry.first(where: "name", is: name, in: transaction) != nil {
      number += 1
      name = "\(base)-\(number)"
    }
    return name
  }
}
