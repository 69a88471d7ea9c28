import Diagnostics
import HTTP
import Home
import Sessions

/// Finds the session that a path names. It must lie in the workspace that the path names.
struct SessionFinder: Sendable {
  let sessions: any SessionService
  let workspaces: any WorkspaceService

  /// - Throws: `session_not_found`, `workspace_not_found`.
  func session(_ request: HTTPRequest) async throws -> SessionSnapshot {
    let id = try Self.id(request)
    guard let workspace = request.parameters["workspace_id"] else { return try await sessions.session(id) }
    let session: SessionSnapshot
    do {
      session = try await sessions.session(id)
    } catch {
      // Of two things that are not there, the outer one is told.
      if WorkspaceID(workspace) == nil { _ = try await workspaces.lookup(workspace) }
      throw error
    }
    if session.workspaceID.text == workspace { return session }
    guard try await workspaces.lookup(workspace).id == session.workspaceID else {
      throw AghError(.sessionNotFound, "session \(id) does not belong to the workspace \(workspace)")
    }
    return session
  }

  /// The session that a path names; nil when there is none of that name anywhere.
  ///
  /// - Throws: `session_not_found` for what is no name of a session or names one of another workspace,
  ///   `workspace_not_found`.
  func sessionIfPresent(_ request: HTTPRequest) async throws -> SessionSnapshot? {
    let id = try Self.id(request)
    do {
      _ = try await sessions.session(id)
    } catch let error as AghError where error.code == .sessionNotFound {
      if let workspace = request.parameters["workspace_id"] { _ = try await workspaces.lookup(workspace) }
      return nil
    }
    return try await session(request)
  }

  private static func id(_ request: HTTPRequest) throws -> SessionID {
    let name = request.parameters["session_id"] ?? ""
    guard let id = SessionID(name) else { throw AghError(.sessionNotFound, "session not found: \(name)") }
    return id
  }
}
