import ACP
import JSON
import Platform

/// The agent: one thread that answers one call after the other, and goes on answering while a script waits.
final class Agent {
  /// The prompt that is being worked on.
  struct Turn {
    let call: RPCID
    let sessionID: String
    /// The text of the blocks before the last one.
    let context: [String]
    var isCancelled = false
    var usage: TokenUsage?
    var lateChunks = 0
  }

  let options: RehearsalOptions
  let peer: Peer
  let store: ConversationStore
  let clock = SystemClock()
  var conversations: [String: Conversation] = [:]
  private var counters: [String: ChunkCounter] = [:]
  var turn: Turn?
  var lastToolCall = 0
  var isAuthenticated: Bool
  var ignoresCancel = false
  var ignoresEnd = false
  private var lastRequest = 0
  private var awaited: RPCID?
  private var reply: RPCMessage?

  init(options: RehearsalOptions) throws {
    self.options = options
    peer = try Peer(log: options.log)
    store = ConversationStore(directory: options.state)
    isAuthenticated = !options.requiresAuthentication
  }

  /// Works until the client leaves or a script ends the process; answers the exit status.
  func run() -> Int32 {
    do {
      try sendGarbage(lines: options.noise)
      while true {
        if let message = try next(until: nil) { try handle(message) }
      }
    } catch Interruption.exit(let status) {
      return status
    } catch {
      // The client has gone.
      return 0
    }
  }

  // MARK: - Waiting

  /// Handles what comes until a point in time; throws when the turn is cancelled.
  func wait(until deadline: BootTime) throws {
    try peer.flush()
    while let message = try next(until: deadline) { try handle(message) }
  }

  /// Handles what has come already.
  func breathe() throws {
    while let message = try next(until: clock.boot()) { try handle(message) }
  }

  /// Calls the client, and handles whatever else comes until it answers.
  /// - Throws: `RPCError` when the call is refused.
  func call(_ method: ACPMethod, _ params: JSONValue) throws -> JSONValue {
    awaited = try request(method, params)
    defer { awaited = nil }
    while true {
      guard let message = try next(until: nil) else { continue }
      try handle(message)
      guard let reply else { continue }
      self.reply = nil
      if case .failure = reply.kind { throw RPCError(json: reply.payloadValue()) }
      return reply.payloadValue()
    }
  }

  /// Calls the client without waiting for its answer.
  @discardableResult
  func request(_ method: ACPMethod, _ params: JSONValue) throws -> RPCID {
    lastRequest += 1
    let id = options.usesStringIDs ? RPCID(string: "req-\(lastRequest)") : RPCID(Int64(lastRequest))
    try peer.send(RPCLine.request(id: id, method, params))
    return id
  }

  /// The number of the next chunk of a session.
  func nextChunk(of conversation: Conversation) -> Int {
    let counter = counters[conversation.id] ?? store.counter(conversation)
    counters[conversation.id] = counter
    return counter.next()
  }

  // MARK: - Receiving

  /// The next message; nil when the time is up. Ends the process when the client has left, unless that is ignored.
  private func next(until deadline: BootTime?) throws -> RPCMessage? {
    while true {
      if turn?.isCancelled == true { throw Interruption.cancelled }
      switch peer.receive(until: deadline) {
      case .timeout: return nil
      case .line(let line):
        if let message = try message(line) { return message }
      case .end:
        guard ignoresEnd else { throw Interruption.exit(0) }
        // Nobody can talk to the process any more, so it does not stay for ever.
        peer.sleep(until: deadline ?? clock.boot() + .seconds(600))
        guard deadline != nil else { throw Interruption.exit(0) }
        return nil
      }
    }
  }

  /// The message on a line; nil when it is blank, or no message and was refused.
  private func message(_ line: [UInt8]) throws -> RPCMessage? {
    do {
      return try RPCMessage.parse(line)
    } catch RPCLineError.blank {
      return nil
    } catch {
      try peer.send(RPCLine.failure(id: .null, RPCError(.parseError, "\(error)")))
      return nil
    }
  }

  private func handle(_ message: RPCMessage) throws {
    switch message.kind {
    case .result(let id), .failure(let id):
      if id == awaited { reply = message }
    case .notification(let method): notified(ACPMethod(method), message.payloadValue())
    case .request(let id, let method):
      do {
        try called(id, ACPMethod(method), message.payloadValue())
      } catch let error as RPCError {
        try peer.send(RPCLine.failure(id: id, error))
      } catch let error as InvalidField {
        try peer.send(RPCLine.failure(id: id, .invalidParams("\(error)")))
      }
    }
  }

  private func notified(_ method: ACPMethod, _ params: JSONValue) {
    guard let turn, !ignoresCancel else { return }
    switch method {
    case .sessionCancel:
      if params["sessionId"]?.string == turn.sessionID { self.turn?.isCancelled = true }
    case .cancelRequest:
      if (try? CancelRequestNotification(json: params))?.requestID == turn.call { self.turn?.isCancelled = true }
    default: break
    }
  }
}
