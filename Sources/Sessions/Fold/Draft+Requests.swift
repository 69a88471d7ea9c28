import ACP
import Home
import JSON
import Journal

extension Draft {
  /// Takes a request of the agent: before anything is done about it. What needs an effect becomes a row; what is decided by
  /// the rules alone is answered in the same commit.
  mutating func takeRequest(_ id: RPCID, _ method: ACPMethod, _ message: RPCMessage) throws {
    let value = message.payloadValue()
    let line = message.line
    let turn = state.openTurn?.id ?? state.lastTurn?.id
    noteWork()
    switch method {
    case .requestPermission: try takePermissionRequest(id, value, line)
    case .readTextFile: try admit(id, method, turn, line, allowed: state.creation?.permissionMode != .denyAll)
    case .writeTextFile: try admit(id, method, turn, line, allowed: mayWrite(value["path"]?.string))
    case .terminalCreate: try takeTerminalCreate(id, turn, line, outputLimit: value["outputByteLimit"]?.int)
    case .terminalOutput, .terminalWaitForExit, .terminalKill, .terminalRelease:
      guard let terminal = value["terminalId"]?.string, state.terminals[terminal] != nil else {
        let name = value["terminalId"]?.string ?? ""
        return try refuse(id, .internalError("acp: terminal \"\(name)\" not found"))
      }
      try addRequest(id, method, turn, line, state: RequestRow.State.received, data: nil)
    default:
      try refuse(id, .methodNotFound(method.rawValue))
    }
  }

  /// Answers a request. Its result and its end are one commit.
  mutating func answer(_ number: Int64, result: JSONValue) throws {
    guard let request = state.requests[number], let id = RPCID(json: request.rpcID) else { return }
    try add(.requestRemoved(number))
    try send(RPCLine.result(id: id, result), rpcID: nil, method: "", turn: request.turn)
  }

  /// Answers a request with an error.
  mutating func answer(_ number: Int64, error: RPCError) throws {
    guard let request = state.requests[number], let id = RPCID(json: request.rpcID) else { return }
    try add(.requestRemoved(number))
    try send(RPCLine.failure(id: id, error), rpcID: nil, method: "", turn: request.turn)
  }

  /// Records that a file write is ready for its rename.
  mutating func prepared(_ number: Int64, _ data: [UInt8]) throws {
    guard var request = state.requests[number] else { return }
    request.state = RequestRow.State.prepared
    request.data = data
    try add(.request(request))
  }

  /// The agent takes back a request of its own.
  mutating func withdrawRequest(_ id: RPCID) throws {
    let pending = state.openRequests.filter { $0.state == RequestRow.State.pending }
    guard let request = pending.first(where: { RPCID(json: $0.rpcID) == id }) else { return }
    try endPermission(request, decision: nil)
    try answer(request.number, error: RPCError(.requestCancelled, "Request cancelled"))
  }

  /// Adds the row of a request and answers its number.
  @discardableResult
  mutating func addRequest(
    _ id: RPCID, _ method: ACPMethod, _ turn: TurnID?, _ line: [UInt8], state: String, data: [UInt8]?
  ) throws -> Int64 {
    let number = self.state.counters.nextRequest
    update(\.counters) { $0.nextRequest += 1 }
    try add(
      .request(
        RequestRow(
          number: number, epoch: Epoch(self.state.lifecycle?.epoch ?? 0), rpcID: id.json, method: method.rawValue,
          turn: turn,
          state: state, line: line, data: data)))
    return number
  }

  private mutating func admit(
    _ id: RPCID, _ method: ACPMethod, _ turn: TurnID?, _ line: [UInt8], allowed: Bool
  ) throws {
    guard allowed else { return try deny(id, method) }
    try addRequest(id, method, turn, line, state: RequestRow.State.received, data: nil)
  }

  private mutating func takeTerminalCreate(_ id: RPCID, _ turn: TurnID?, _ line: [UInt8], outputLimit: Int?) throws {
    guard mayRunTerminal else { return try deny(id, .terminalCreate) }
    let terminal = "term-\(state.counters.nextTerminal)"
    update(\.counters) { $0.nextTerminal += 1 }
    let number = try addRequest(
      id, .terminalCreate, turn, line, state: RequestRow.State.received,
      data: RecordCoding.encode(TerminalRequest(terminal: terminal)))
    let data = try RecordCoding.encode(
      TerminalData(request: number, outputLimit: TerminalPlan.outputLimit(outputLimit)))
    try add(
      .terminal(
        TerminalRow(
          id: terminal, epoch: Epoch(state.lifecycle?.epoch ?? 0), turn: turn, state: TerminalRow.State.starting,
          data: data)))
  }

  private mutating func deny(_ id: RPCID, _ method: ACPMethod) throws {
    let mode = state.creation?.permissionMode.rawValue ?? ""
    try refuse(id, .invalidParams("acp: permission denied: \(method) blocked by \(mode)"))
  }

  private mutating func refuse(_ id: RPCID, _ error: RPCError) throws {
    try send(RPCLine.failure(id: id, error), rpcID: nil, method: "", turn: state.openTurn?.id)
  }
}

extension RequestRow {
  /// The states of a request of the agent.
  enum State {
    /// Its effect is to be done.
    static let received = "received"
    /// A person is asked.
    static let pending = "pending"
    /// A file write whose temporary file is complete.
    static let prepared = "prepared"
  }
}
