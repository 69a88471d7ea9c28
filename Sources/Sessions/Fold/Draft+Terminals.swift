import ACP
import JSON
import Journal

extension Draft {
  /// Takes what the shim says of a terminal: its start answers the request that made it, its exit answers who waits.
  mutating func take(_ report: TerminalReport) throws {
    guard var row = state.terminals[report.id] else { return }
    var data = try RecordCoding.decode(TerminalData.self, row.data)
    switch report.condition {
    case .failed(let reason):
      guard let request = state.requests[data.request] else { return }
      return try answerTerminalCreate(request, error: .internalError(reason))
    case .running: break
    case .exited(let code, let signal):
      data.exitCode = code
      data.signal = signal
    }
    let isExit = report.condition != .running
    let next = isExit ? TerminalRow.State.exited : TerminalRow.State.running
    guard row.state != next, row.state != TerminalRow.State.exited else { return }
    if row.state == TerminalRow.State.starting {
      try answer(data.request, result: ["terminalId": .string(row.id)])
    }
    row.state = next
    row.data = try RecordCoding.encode(data)
    try add(.terminal(row))
  }

  /// The terminal could not be started: the request fails, and there is no terminal.
  mutating func answerTerminalCreate(_ request: RequestRow, error: RPCError) throws {
    let terminal = try RecordCoding.decode(TerminalRequest.self, request.data ?? []).terminal
    try answer(request.number, error: error)
    try releaseTerminal(terminal)
  }

  /// Forgets a terminal; whoever still waits for it is told that it is gone.
  mutating func releaseTerminal(_ id: String) throws {
    guard state.terminals[id] != nil else { return }
    try add(.terminalRemoved(id))
    for request in state.openRequests where Self.names(request, terminal: id) {
      try answer(request.number, error: .internalError("acp: terminal \"\(id)\" was released"))
    }
  }

  private static func names(_ request: RequestRow, terminal: String) -> Bool {
    guard request.method.hasPrefix("terminal/"), request.method != ACPMethod.terminalCreate.rawValue,
      let line = try? JSONParser.parse(request.line, duplicateKeys: .lastWins)
    else { return false }
    return line["params"]?["terminalId"]?.string == terminal
  }
}

/// What a `terminal/create` row keeps.
struct TerminalRequest: Codable, Equatable, Sendable {
  var terminal: String
}

/// What a terminal's row keeps.
struct TerminalData: Codable, Equatable, Sendable {
  /// The request that created it.
  var request: Int64
  /// Bytes of output that are kept.
  var outputLimit: Int
  var exitCode: Int32?
  var signal: Int32?
}

extension TerminalRow {
  /// The states of a terminal.
  enum State {
    static let starting = "starting"
    static let running = "running"
    static let exited = "exited"
  }
}
