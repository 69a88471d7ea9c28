import API
import Diagnostics
public import HTTP

/// The API of the daemon, ready to be put on an `HTTPServer`: both listeners have the same routes.
public struct APIServer: Sendable {
  /// The table of routes.
  public let router: Router
  private let services: ServerServices

  /// Builds the routes.
  ///
  /// - Throws: `RouterError` when two of them clash.
  public init(_ services: ServerServices) throws(RouterError) {
    self.services = services
    let answers = Answers(redactor: services.redactor)
    let finder = SessionFinder(sessions: services.sessions, workspaces: services.workspaces)
    let view = SessionView(leases: AttachLeases(clock: services.clock), clock: services.clock)
    var router = Router()
    SessionRoutes(services: services, finder: finder, view: view, answers: answers).add(to: &router)
    PromptRoutes(services: services, finder: finder, answers: answers).add(to: &router)
    PermissionRoutes(services: services, finder: finder, answers: answers).add(to: &router)
    EventRoutes(services: services, finder: finder, answers: answers).add(to: &router)
    ConversationRoutes(services: services, finder: finder, view: view, answers: answers).add(to: &router)
    WorkspaceRoutes(services: services, view: view, answers: answers).add(to: &router)
    StatusRoutes(services: services, answers: answers).add(to: &router)
    for endpoint in Endpoint.planned {
      router.on(endpoint) { _ in throw AghError(.notSupportedYet, "\(endpoint) is not supported yet") }
    }
    try router.validate()
    self.router = router
  }

  /// Answers a request that has passed the checks of the HTTP server.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    if case .tcp = request.peer, !services.allowsTCP {
      throw AghError(
        .remoteAccessDisabled, "remote HTTP API access is disabled unless the daemon is bound to a loopback host")
    }
    return try await router.respond(to: request)
  }

  /// The response for an error of a handler or of the HTTP server itself.
  public func errorResponse(_ error: any Error) -> HTTPResponse {
    Answers(redactor: services.redactor).error(error)
  }
}
