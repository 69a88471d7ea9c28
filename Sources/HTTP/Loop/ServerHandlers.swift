/// What the caller of a server has given to answer requests with.
struct ServerHandlers: Sendable {
  var respond: HTTPHandler
  var errorResponse: @Sendable (any Error) -> HTTPResponse
}
