import ACP
import Diagnostics
import Home
import JSON
import Journal

extension Draft {
  /// Takes one line of the agent's standard output.
  ///
  /// - Parameter end: the byte of the stream after the line's end. It is part of the same commit as what the line caused,
  ///   so no line is taken twice and none is lost.
  mutating func take(line: [UInt8], endingAt end: Int64) throws {
    defer { update(\.spool) { $0.byte = end } }
    let message: RPCMessage
    do {
      message = try RPCMessage.parse(line)
    } catch .blank {
      return
    } catch {
      return try takeNoise(line)
    }
    if state.noise.run > 0 {
      update(\.noise) {
        $0.run = 0
        $0.quotes = []
      }
    }
    switch message.kind {
    case .notification(let method): try takeNotification(ACPMethod(method), message)
    case .request(let id, let method): try takeRequest(id, ACPMethod(method), message)
    case .result(let id): try takeReply(id, message, failed: false)
    case .failure(let id): try takeReply(id, message, failed: true)
    }
  }

  /// Takes what the agent wrote after its last line end, at the end of its stream.
  mutating func takeRest(_ rest: [UInt8], endingAt end: Int64) throws {
    if (try? RPCMessage.parse(rest)) != nil {
      try take(line: rest, endingAt: end)
    } else {
      if !rest.isEmpty { try takeNoise(rest) }
      update(\.spool) { $0.byte = end }
    }
  }

  private mutating func takeNoise(_ line: [UInt8]) throws {
    update(\.noise) {
      $0.lines += 1
      $0.run += 1
      $0.quotes.append(LineQuote.text(of: line))
      if $0.quotes.count > Noise.limit { $0.quotes.removeFirst() }
    }
    guard state.noise.run >= Noise.limit else { return }
    let quoted = state.noise.quotes.map { "\u{201c}\($0)\u{201d}" }.joined(separator: ", ")
    try failRun(
      Failure(
        kind: "protocol_failure",
        summary: "the agent wrote \(Noise.limit) lines in a row that are not JSON-RPC: \(quoted)",
        code: ErrorCode.agentProtocolError.rawValue))
  }

  private mutating func takeNotification(_ method: ACPMethod, _ message: RPCMessage) throws {
    switch method {
    case .sessionUpdate:
      if let update = try? message.sessionUpdate() {
        try take(update, session: message.acpSessionID)
      } else {
        try event(.system, turn: state.lastTurn?.id, message.line)
      }
    case .cancelRequest:
      if let cancel = try? CancelRequestNotification(json: message.payloadValue()) {
        try withdrawRequest(cancel.requestID)
      }
    default:
      // JSON-RPC allows notifications that nobody knows; they are kept so that nothing is lost.
      try event(.system, turn: state.lastTurn?.id, message.line)
    }
  }

  private mutating func takeReply(_ id: RPCID, _ message: RPCMessage, failed: Bool) throws {
    guard let number = id.number, let call = state.call(number) else { return }
    // A reply may overtake the report that the shim has accepted the call: it was sent all the same.
    if call.bytes != nil { try add(.passed(position: call.position)) }
    try add(.callClosed(rpcID: number))
    if failed {
      try takeError(of: call, RPCError(json: message.payloadValue()))
    } else {
      try takeResult(of: call, message)
    }
  }

  private mutating func takeResult(of call: OutboxRow, _ message: RPCMessage) throws {
    let result = message.payloadValue()
    let text = String(decoding: message.payloadBytes ?? Array("null".utf8), as: UTF8.self)
    let method = ACPMethod(call.method)
    switch method {
    case .initialize: try initialized(result, text: text)
    case .sessionNew, .sessionLoad, .sessionResume: try opened(result, text: text, method: method)
    case .sessionPrompt:
      noteWork()
      try turnAnswered(call.turn, result: result)
    default: break
    }
  }

  private mutating func takeError(of call: OutboxRow, _ error: RPCError) throws {
    let text = error.description
    switch ACPMethod(call.method) {
    case .initialize:
      try failRun(
        Failure(kind: "handshake_failure", summary: "the agent refused initialize: \(text)", code: "agent_start_failed")
      )
    case .sessionLoad, .sessionResume:
      try reopenPrimed()
    case .sessionNew:
      try failRun(FailureReading.ofOpening(error))
    case .sessionPrompt:
      guard state.openTurn?.id == call.turn else { return }
      if isForgotten(error) { return try reopenForgotten() }
      if let stall = state.openStall { return try turnFailed(stall.text, failure: stall.failure) }
      let failure = FailureReading.ofPrompt(error)
      try turnFailed(text, failure: failure)
      if failure.kind == "process_exit" { try beginStop(StopIntent(cause: .processExited, detail: text, isTold: true)) }
    default: break
    }
  }
}
