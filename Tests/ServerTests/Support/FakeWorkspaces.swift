import Diagnostics
import Home
import Sessions

/// Two workspaces.
struct FakeWorkspaces: WorkspaceService {
  func add(root: String, name: String?, additional: [String]) async throws -> WorkspaceRecord {
    if root == "/taken" { throw AghError(.workspaceConflict, "workspace path already registered") }
    return Sample.workspace(Sample.workspaceID, root: root, name: name ?? "made", additional: additional)
  }

  func list() async throws -> [WorkspaceRecord] {
    [
      Sample.workspace(Sample.workspaceID, root: "/work", name: "main"),
      Sample.workspace(Sample.otherWorkspaceID, root: "/other", name: "other"),
    ]
  }

  func lookup(_ reference: String) async throws -> WorkspaceRecord {
    let found = try await list().first { [$0.id.text, $0.name, $0.root].contains(reference) }
    guard let found else { throw AghError(.workspaceNotFound, "there is no workspace \"\(reference)\"") }
    return found
  }

  func resolve(path: String) async throws -> (record: WorkspaceRecord, created: Bool) {
    (Sample.workspace(Sample.workspaceID, root: path, name: "made"), true)
  }
}
