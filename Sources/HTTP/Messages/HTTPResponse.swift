/// An answer to one request.
public struct HTTPResponse: Sendable {
  /// What follows the head.
  public enum Body: Sendable {
    /// Nothing.
    case empty
    /// These bytes, sent with their length.
    case bytes([UInt8])
    /// What the stream yields, sent as it comes. The server calls `cancel` when the client is gone.
    case stream(any ByteStream)
  }

  /// The status code, 200 to 599.
  public var status: Int
  /// The header fields. Length, transfer coding and date are added by the server.
  public var headers: HTTPHeaders
  /// The body.
  public var body: Body

  /// A response; without arguments 200 with an empty body.
  public init(status: Int = 200, headers: HTTPHeaders = [:], body: Body = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Bytes of a JSON text, sent as `application/json`.
  public static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json; charset=utf-8"], body: .bytes(bytes))
  }

  /// Text, sent as `text/plain` in UTF-8.
  public static func text(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
  }

  /// Server-sent events. Each chunk of the stream must hold whole events: the server puts its heartbeat between chunks.
  public static func events(_ stream: any ByteStream, headers: HTTPHeaders = [:]) -> HTTPResponse {
    var all: HTTPHeaders = [
      "Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no",
    ]
    for field in headers.fields { all[field.name] = field.value }
    return HTTPResponse(headers: all, body: .stream(stream))
  }

  /// The same head with the length the body would have, and no body: what a HEAD request is answered with.
  func withoutBody() -> HTTPResponse {
    var response = self
    switch body {
    case .empty: break
    case .bytes(let bytes): response.headers["Content-Length"] = String(bytes.count)
    case .stream(let stream): stream.cancel()
    }
    response.body = .empty
    return response
  }

  /// Lets go of a body that will not be sent.
  func cancelBody() {
    if case .stream(let stream) = body { stream.cancel() }
  }
}
