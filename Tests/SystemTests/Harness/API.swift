import HTTP
import JSON
import Testing

/// Requests to a daemon.
struct API: Sendable {
  let socket: String
  var timeout = Duration.seconds(60)

  /// An answer whatever its status.
  struct Answer: CustomStringConvertible {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONParser.parse(body, duplicateKeys: .lastWins)) ?? .null }
    /// The code of an error.
    var code: String? { json["code"]?.string }

    var description: String { "\(status) \(String(decoding: body, as: UTF8.self))" }
  }

  private var client: HTTPClient { HTTPClient(socketPath: socket, timeout: timeout) }

  /// Sends a request.
  func send(
    _ method: String, _ target: String, body: JSONValue? = nil, key: String? = nil, headers: HTTPHeaders = [:]
  ) throws -> Answer {
    try send(method, target, bytes: body?.serialize(), key: key, headers: headers)
  }

  /// Sends a request with any body.
  func send(
    _ method: String, _ target: String, bytes: [UInt8]?, key: String? = nil, headers: HTTPHeaders = [:]
  ) throws -> Answer {
    var headers = headers
    if let key { headers["Idempotency-Key"] = key }
    let response = try client.send(ClientRequest(method, target, headers: headers, body: bytes))
    return Answer(status: response.status, headers: response.headers, body: response.body)
  }

  /// The value of a successful GET.
  func get(_ target: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
    let answer = try send("GET", target)
    try #require(answer.status == 200, "GET \(target): \(answer)", sourceLocation: sourceLocation)
    return answer.json
  }

  /// Opens a stream.
  func open(_ method: String, _ target: String, body: JSONValue? = nil, headers: HTTPHeaders = [:]) throws
    -> ClientExchange
  {
    try HTTPClient(socketPath: socket, timeout: .seconds(60)).open(
      ClientRequest(method, target, headers: headers, body: body?.serialize()))
  }
}
