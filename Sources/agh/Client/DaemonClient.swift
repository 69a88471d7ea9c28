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

/// Events of the daemon as they arrive.
final class EventStream {
  private let exchange: ClientExchange
  private let reader: SSEReader
  private let lost: ConnectionLost

  /// The events of an answer.
  ///
  /// - Parameter lost: what to throw when the daemon goes away.
  init(_ exchange: ClientExchange, lost: ConnectionLost) {
    self.exchange = exchange
    self.lost = lost
    reader = SSEReader(exchange)
  }

  /// Waits for the next event, or until one of `descriptors` is readable.
  ///
  /// - Throws: `ConnectionLost` when the daemon went away.
  func next(orReadable descriptors: [Int32]) throws -> EventStep {
    exchange.wakeDescriptors = descriptors
    do throws(HTTPClientError) {
      return try reader.next().map { .event($0) } ?? .end
    } catch {
      switch error {
      case .interrupted: return .woken
      case .connectionLost: throw lost
      default: throw AghError(.internalError, "\(error)")
      }
    }
  }
}

/// A descriptor became readable before the answer began: what the daemon did is not known.
struct Interrupted: Error {}

/// What waiting for an event came to.
enum EventStep {
  case event(SSEEvent)
  /// A descriptor became readable; events go on.
  case woken
  /// The daemon ended the stream.
  case end
}

/// The daemon went away between the request and the end of its answer: what it did is not known.
struct ConnectionLost: Error {
  let call: APICall
  let socketPath: String

  /// The error for a command that does not wait for the next daemon.
  var error: AghError {
    DaemonUnavailable.error(
      "AGH daemon went away while answering \(call.method) \(call.path).", cause: .connectionLost, call: call,
      socketPath: socketPath)
  }
}

/// The contract's diagnostic of a daemon that cannot be reached.
enum DaemonUnavailable {
  static func error(
    _ message: String, cause: HTTPClientError, call: APICall, socketPath: String,
    next: String = "agh daemon start"
  ) -> AghError {
    let item = DiagnosticItem(
      id: "cli.daemon_unavailable", code: ErrorCode.daemonUnavailable.rawValue, severity: .error, category: .daemon,
      title: "Daemon unavailable", message: message, suggestedCommand: next, freshness: .offline,
      evidence: [
        "cause": .string(cause.description), "method": .string(call.method), "path": .string(call.path),
        "socket_path": .string(socketPath),
      ])
    return AghError(.daemonUnavailable, "Daemon unavailable: \(message)", next: next, diagnostic: item)
  }
}
