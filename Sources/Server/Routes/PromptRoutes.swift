import API
import Diagnostics
import HTTP
import Sessions

/// Starts turns, streams and cancels them.
struct PromptRoutes: Sendable {
  let services: ServerServices
  let finder: SessionFinder
  let answers: Answers

  func add(to router: inout Router) {
    router.on(.promptSession, handler: prompt)
    router.on(.cancelPrompt, handler: cancel)
  }

  /// A repeated prompt gets the stream of the same turn, from its first event or from behind a cursor.
  private func prompt(_ request: HTTPRequest) async throws -> HTTPResponse {
    let cursor = try QueryReader(request).cursor()
    let body = try PromptBody(request.body)
    let idempotency = try IdempotencyKey(request)
    let session = try await finder.session(request)
    let ticket = try await services.sessions.prompt(
      session.id, NewPrompt(message: body.message, bodyHash: idempotency.bodyHash), key: idempotency.key)
    // Frames depend on those before them: the turn is told from its start, and what the client has is left out.
    var follow = FollowRequest(after: ticket.firstSequence - 1)
    follow.turn = ticket.turn
    let feed = try await services.sessions.follow(session.id, follow)
    let isRaw = Self.wantsRaw(request)
    let stream = TurnStream(
      feed: feed, frames: isRaw ? RawTurnFrames() : ChatTurnFrames(turn: ticket.turn), turn: ticket.turn,
      after: cursor?.sequence ?? 0, answers: answers)
    return .events(stream, headers: isRaw ? [:] : [HeaderName.chatStream: "v1"])
  }

  private func cancel(_ request: HTTPRequest) async throws -> HTTPResponse {
    let session = try await finder.session(request)
    try await services.sessions.cancelPrompt(session.id)
    return HTTPResponse()
  }

  /// Only over the Unix socket, as in the contract.
  private static func wantsRaw(_ request: HTTPRequest) -> Bool {
    guard case .unix = request.peer else { return false }
    return request.queryValue(QueryName.format) == "raw"
  }
}
