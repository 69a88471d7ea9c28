import API
import HTTP
import Home
import Sessions

/// Registers, lists, shows and resolves workspaces.
struct WorkspaceRoutes: Sendable {
  let services: ServerServices
  let view: SessionView
  let answers: Answers

  func add(to router: inout Router) {
    router.on(.createWorkspace, handler: create)
    router.on(.listWorkspaces, handler: list)
    router.on(.getWorkspace, handler: show)
    router.on(.resolveWorkspace, handler: resolve)
  }

  private func create(_ request: HTTPRequest) async throws -> HTTPResponse {
    let body = try CreateWorkspaceBody(request.body)
    let record = try await services.workspaces.add(root: body.root, name: body.name, additional: body.additional)
    return answers.json(Wrapped("workspace", WorkspacePayload(record)), status: 201)
  }

  private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
    let records = try await services.workspaces.list()
    return answers.json(WrappedList("workspaces", records.map { WorkspacePayload($0) }))
  }

  private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
    let record = try await services.workspaces.lookup(request.parameters["workspace_id"] ?? "")
    var query = SessionListQuery()
    query.workspace = record.id.text
    query.newestFirst = true
    query.limit = Self.shownSessions
    let page = try await services.sessions.list(query)
    return answers.json(
      WorkspaceDetailPayload(
        workspace: WorkspacePayload(record), sessions: page.sessions.map { view.payload($0) }))
  }

  private func resolve(_ request: HTTPRequest) async throws -> HTTPResponse {
    let body = try ResolveWorkspaceBody(request.body)
    let record = try await services.workspaces.resolve(path: body.path).record
    return answers.json(Wrapped("workspace", WorkspacePayload(record)))
  }

  private static let shownSessions = 100
}
