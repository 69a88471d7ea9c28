import API
import HTTP
import Sessions

/// Lists permission requests and takes a person's answers.
struct PermissionRoutes: Sendable {
  let services: ServerServices
  let finder: SessionFinder
  let answers: Answers

  func add(to router: inout Router) {
    router.on(.listPermissions, handler: list)
    router.on(.approveSession, handler: approve)
  }

  private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
    let pending = try await services.sessions.pendingPermissions()
    return answers.json(WrappedList("permissions", pending.map { PermissionPayload($0) }))
  }

  private func approve(_ request: HTTPRequest) async throws -> HTTPResponse {
    let body = try ApproveBody(request.body)
    let session = try await finder.session(request)
    let answer = PermissionAnswer(requestID: body.requestID, turnID: body.turnID, decision: body.decision)
    try await services.sessions.approve(session.id, answer)
    // The contract's word, for rejections as well.
    return answers.json(Array(#"{"status":"approved"}"#.utf8))
  }
}
