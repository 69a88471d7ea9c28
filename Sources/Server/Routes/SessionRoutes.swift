import API
import Diagnostics
import HTTP
import Home
import Platform
import Sessions

/// Creates, lists, shows, stops and resumes sessions.
struct SessionRoutes: Sendable {
  let services: ServerServices
  let finder: SessionFinder
  let view: SessionView
  let answers: Answers

  func add(to router: inout Router) {
    router.on(.createSession, handler: create)
    router.on(.listSessions, handler: list)
    router.on(.findSession, handler: show)
    router.on(.getSession, handler: show)
    router.on(.getSessionHealth) { answers.json(Wrapped("health", try await view.health(finder.session($0)))) }
    router.on(.getSessionStatus) { answers.json(SessionStatusPayload(try await view.health(finder.session($0)))) }
    router.on(.stopSession, handler: stop)
    router.on(.deleteSession, handler: delete)
    router.on(.attachSession, handler: attach)
    router.on(.resumeSession, handler: resume)
  }

  private func create(_ request: HTTPRequest) async throws -> HTTPResponse {
    let wait = try QueryReader(request).flag(QueryName.wait) ?? true
    let body = try CreateSessionBody(request.body)
    let idempotency = try IdempotencyKey(request)
    var new = NewSession()
    new.agentName = body.agentName
    new.provider = body.provider
    new.model = body.model
    new.reasoningEffort = body.reasoningEffort
    new.name = body.name
    new.workspace = body.workspace
    new.workspacePath = body.workspacePath
    new.wait = wait
    new.bodyHash = idempotency.bodyHash
    let session = try await services.sessions.create(new, key: idempotency.key)
    return answers.json(Wrapped("session", view.payload(session)), status: wait ? 201 : 202)
  }

  private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
    let reader = QueryReader(request)
    var query = SessionListQuery()
    query.workspace = reader.text(QueryName.workspace)
    query.resumable = try reader.flag(QueryName.resumable) ?? false
    query.limit = try reader.limit(most: query.resumable ? 100 : 1000)
    query.cursor = reader.text(QueryName.cursor)
    query.newestFirst = query.resumable || reader.text(QueryName.sort) == "last_activity"
    query.states = try states(reader)
    let withHealth = try reader.flag(QueryName.includeHealth) ?? false
    let page = try await services.sessions.list(query)
    let sessions = page.sessions.map { view.payload($0, withHealth: withHealth) }
    return answers.json(WrappedList("sessions", sessions, nextCursor: page.nextCursor))
  }

  private func states(_ reader: QueryReader) throws -> [SessionSnapshot.State] {
    let states = try reader.texts(QueryName.state).map { name in
      guard let state = SessionSnapshot.State(rawValue: name) else {
        throw AghError(.invalidRequest, "state must be one of starting, active, stopping, stopped, not \"\(name)\"")
      }
      return state
    }
    let wantsAll = try reader.flag(QueryName.all) ?? true
    return states.isEmpty && !wantsAll ? [.starting, .active, .stopping] : states
  }

  private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
    let withHealth = try QueryReader(request).flag(QueryName.includeHealth) ?? false
    let session = try await finder.session(request)
    return answers.json(Wrapped("session", view.payload(session, withHealth: withHealth)))
  }

  private func stop(_ request: HTTPRequest) async throws -> HTTPResponse {
    let session = try await finder.session(request)
    _ = try await services.sessions.stop(session.id, detail: nil)
    return HTTPResponse(status: 204)
  }

  /// One that is not there has been deleted already.
  private func delete(_ request: HTTPRequest) async throws -> HTTPResponse {
    if let session = try await finder.sessionIfPresent(request) { try await services.sessions.delete(session.id) }
    return HTTPResponse(status: 204)
  }

  private func attach(_ request: HTTPRequest) async throws -> HTTPResponse {
    let body = try AttachBody(request.body)
    let session = try await finder.session(request)
    guard session.isAttachable else {
      throw AghError(.sessionNotAttachable, "session \(session.id) is \(session.state.rawValue), not attachable")
    }
    let holder = body.attachedTo ?? Self.holder(of: request.peer)
    let lease = try view.leases.take(session.id, holder: holder, for: body.timeToLive)
    return answers.json(AttachedPayload(session: view.payload(session), attach: lease))
  }

  private func resume(_ request: HTTPRequest) async throws -> HTTPResponse {
    let wait = try QueryReader(request).flag(QueryName.wait) ?? true
    let session = try await finder.session(request)
    let outcome = try await services.sessions.resume(session.id, wait: wait)
    let payload = ResumedPayload(session: view.payload(outcome.session), mode: outcome.mode?.rawValue)
    return answers.json(payload, status: outcome.mode == nil ? 202 : 200)
  }

  /// Who holds a lease that names nobody.
  private static func holder(of peer: Peer) -> String {
    switch peer {
    case .unix(_, let pid): "uds:\(pid)"
    case .tcp(let address, let port, _, _): "http:\(address):\(port)"
    }
  }
}
