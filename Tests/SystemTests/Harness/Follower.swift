import HTTP
import JSON
import Platform
import Synchronization
import Testing

/// A client that follows a session's stream on a thread of its own, and goes on behind its cursor when the daemon goes
/// away, until the session is stopped.
final class Follower: Sendable {
  /// One frame of the stream.
  struct Frame: Sendable {
    let id: String?
    let event: String
    let data: [UInt8]

    var json: JSONValue { (try? JSONParser.parse(data, duplicateKeys: .lastWins)) ?? .null }
  }

  private struct State {
    var frames: [Frame] = []
    var connections = 0
    var isOver = false
    var isLeft = false
  }

  private let state = Mutex(State())
  private let session: SessionHandle
  private let query: String

  /// Begins to follow.
  init(_ session: SessionHandle, query: String = "") throws {
    self.session = session
    self.query = query
    try OwnThread(name: "follower") { [self] in follow() }.detach()
  }

  /// Everything that came so far.
  var frames: [Frame] { state.withLock { $0.frames } }

  /// How often it was connected.
  var connections: Int { state.withLock { $0.connections } }

  /// Waits until a frame has come that satisfies `matches`.
  @discardableResult
  func frame(_ what: String, within limit: Duration = .seconds(30), _ matches: (Frame) -> Bool) throws -> Frame {
    try awaited(what, within: limit) { frames.first(where: matches) }
  }

  /// Waits for the end of the session.
  func awaitEnd() throws {
    try eventually("the end of the stream") { state.withLock { $0.isOver } }
  }

  /// Leaves.
  func leave() { state.withLock { $0.isLeft = true } }

  /// The numbers of the events, in the order in which they came.
  var sequences: [Int] { frames.compactMap { $0.id.flatMap { Int($0.prefix { $0 != "." }) } } }

  private func follow() {
    while true {
      let (last, isDone) = state.withLock { ($0.frames.last { $0.id != nil }?.id, $0.isOver || $0.isLeft) }
      if isDone { return }
      try? connect(after: last)
      _ = try? eventually("the next try", within: .milliseconds(50)) { false }
    }
  }

  private func connect(after last: String?) throws {
    var headers = HTTPHeaders()
    headers["Last-Event-ID"] = last
    let exchange = try session.api.open("GET", session.path("/stream" + query), headers: headers)
    guard exchange.status == 200 else { return }
    state.withLock { $0.connections += 1 }
    let reader = SSEReader(exchange)
    while let event = try reader.next() {
      let frame = Frame(id: event.id, event: event.event ?? "message", data: event.data)
      let isLeft = state.withLock { state in
        state.frames.append(frame)
        return state.isLeft
      }
      if isLeft { return }
    }
    // An earlier stop of a session that was resumed is not its end: there the stream goes on.
    state.withLock { if $0.frames.last?.event == "session_stopped" { $0.isOver = true } }
  }
}
