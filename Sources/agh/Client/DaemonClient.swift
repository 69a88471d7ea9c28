import API
import Diagnostics
import HTTP
import JSON

/// Requests of a command to the daemon of one home, over its Unix socket.
struct DaemonClient: Sendable {
  /// The socket that the daemon of this home listens on.
  let socketPath: String
  /// Who asks, when an agent runs the command.
  let identity: HTTPHeaders

  /// How long an answer may take that needs no agent to do anything.
  static let patience = Duration.seconds(30)

  /// Sends a request and returns the body of its answer, `null` for an empty one.
  ///
  /// - Parameter timeout: how long the daemon may stay silent; nil waits as long as it takes.
  /// - Throws: `AghError` when there is no daemon, `ConnectionLost` when it went away in between, `CommandFailure`
  ///   with what the daemon answered when that is an error.
  func send(
    _ call: APICall, body: JSONValue? = nil, key: String? = nil,
    timeout: Duration? = patience
  ) throws -> JSONValue {
    let client = HTTPClient(socketPath: socketPath, timeout: timeout)
    do {
      let answer = try client.send(request(call, body: body, key: key))
      return try Self.value(of: answer.body, status: answer.status)
    } catch let error as HTTPClientError {
      throw failure(error, call)
    }
  }

  /// Asks for a value.
  func get(_ call: APICall) throws -> JSONValue {
    try send(call)
  }

  /// Sends a request whose answer is a stream of events, or one value where the daemon has no stream to give.
  ///
  /// - Parameter wakeDescriptors: end waiting when one of them becomes readable.
  /// - Throws: as `send`.
  func open(
    _ call: APICall, headers: HTTPHeaders = [:], body: JSONValue? = nil, key: String? = nil,
    wakeDescriptors: [Int32] = []
  ) throws -> DaemonReply {
    let client = HTTPClient(socketPath: socketPath, timeout: nil, wakeDescriptors: wakeDescriptors)
    var request = request(call, body: body, key: key)
    for field in headers.fields { request.headers.add(field.name, field.value) }
    do {
      let exchange = try client.open(request)
      if exchange.headers["Content-Type"]?.hasPrefix("text/event-stream") == true, exchange.status == 200 {
        return .events(
          EventStream(exchange, lost: ConnectionLost(call: call, socketPath: socketPath)))
      }
      var bytes: [UInt8] = []
      while let more = try exchange.read() { bytes += more }
      return .value(try Self.value(of: bytes, status: exchange.status))
    } catch let error as HTTPClientError {
      throw failure(error, call)
    }
  }

  private func request(_ call: APICall, body: JSONValue?, key: String?) -> ClientRequest {
    var headers = identity
    headers["User-Agent"] = "agh-cli"
    headers[HeaderName.idempotencyKey] = key
    return ClientRequest(call.method, call.target, headers: headers, body: body?.serialize())
  }

  private static func value(of bytes: [UInt8], status: Int) throws -> JSONValue {
    let isEmpty = bytes.isEmpty
    let value = isEmpty ? JSONValue.null : try? JSONParser.parse(bytes, duplicateKeys: .lastWins)
    guard (200..<300).contains(status) else { throw CommandFailure(body: value ?? .null, httpStatus: status) }
    guard let value else { throw AghError(.internalError, "the daemon's answer is no JSON") }
    return value
  }

  private func failure(_ error: HTTPClientError, _ call: APICall) -> any Error {
    switch error {
    case .noSocket, .connectionRefused:
      return DaemonUnavailable.error(
        "AGH daemon is not reachable at \(socketPath) while requesting \(call.method) \(call.path).", cause: error,
        call: call, socketPath: socketPath)
    case .permissionDenied:
      return AghError(.peerNotAllowed, "the daemon's socket \(socketPath) belongs to another user")
    case .timedOut:
      return DaemonUnavailable.error(
        "AGH daemon did not answer \(call.method) \(call.path) in time.", cause: error, call: call,
        socketPath: socketPath, next: "agh daemon restart")
    case .connectionLost: return ConnectionLost(call: call, socketPath: socketPath)
    case .interrupted: return Interrupted()
    case .malformedResponse, .system: return AghError(.internalError, "\(error)")
    }
  }
}

/// What a request for a stream got.
enum DaemonReply {
  case events(EventStream)
  case value(JSONValue)
}

/// A descriptor became readable before the answer began: what the daemon did is not known.
struct Interrupted: Error {}
