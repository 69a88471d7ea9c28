import ACP
import Home
import JSON
import Journal

extension Draft {
  /// Decides a permission request by the rules, or leaves it to a person (contract: sessions §16).
  mutating func takePermissionRequest(_ id: RPCID, _ params: JSONValue, _ line: [UInt8]) throws {
    let ask = PermissionAsk(params: params, roots: roots)
    let call = ask.toolCallID.flatMap { knownCall($0, begins: true) }
    let turn = call.flatMap { TurnID($0.turn) } ?? state.lastTurn?.id
    try noteAskedCall(ask, turn: turn)
    let requestID = freeRequestID(ask.proposedID(turn: turn))
    if let decision = ruling(on: ask) {
      let option = ask.option(for: decision)
      if decision.allows, option != nil { try approveCall(ask.toolCallID) }
      try event(.permission, turn: turn, ask.content(requestID: requestID, decision: option == nil ? nil : decision))
      return try send(RPCLine.result(id: id, ask.outcome(option)), rpcID: nil, method: "", turn: turn)
    }
    try addRequest(
      id, .requestPermission, turn, line, state: RequestRow.State.pending,
      data: RecordCoding.encode(PermissionData(requestID: requestID, askedAt: now)))
    try event(.permission, turn: turn, ask.content(requestID: requestID, decision: nil))
  }

  /// Takes a person's decision on a pending request.
  mutating func decide(_ request: RequestRow, _ decision: PermissionDecision) throws {
    guard let ask = PermissionAsk(line: request.line, roots: roots) else { return }
    if decision.allows { try approveCall(ask.toolCallID) }
    if decision == .allowAlways, let kind = ask.kind, !state.grants.kinds.contains(kind) {
      update(\.grants) { $0.kinds.append(kind) }
    }
    try endPermission(request, decision: decision)
    try answer(request.number, result: ask.outcome(ask.option(for: decision)))
    demandFull()
  }

  /// Answers every pending request of a turn `cancelled`.
  mutating func cancelPermissions(turn: TurnID?) throws {
    for request in state.openRequests where request.state == RequestRow.State.pending && request.turn == turn {
      try endPermission(request, decision: nil)
      try answer(request.number, result: ["outcome": ["outcome": "cancelled"]])
    }
  }

  /// Records the end of a pending request: who asks for it later is told what became of it.
  mutating func endPermission(_ request: RequestRow, decision: PermissionDecision?) throws {
    guard let ask = PermissionAsk(line: request.line, roots: roots), let data = PermissionData(request) else { return }
    try event(
      .permission, turn: request.turn, ask.content(requestID: data.requestID, decision: decision, ended: true))
    update(\.decisions) { $0.add(data.requestID, decision?.rawValue ?? "cancelled") }
  }

  /// Records an answer that came after its request had ended.
  mutating func noteLateAnswer(_ answer: PermissionAnswer, ended: String) throws {
    try event(
      .runtimeWarning, turn: state.lastTurn?.id,
      EventContent.lateAnswer(request: answer.requestID ?? "", decision: answer.decision, ended: ended))
    demandFull()
  }

  /// Whether a write to that path may be done: by the mode, or by an allowed tool call that names the file.
  func mayWrite(_ path: String?) -> Bool {
    switch state.creation?.permissionMode {
    case .approveAll: true
    case .approveReads:
      path.flatMap { LexicalPath.absolute($0, root: state.creation?.root ?? "/") }.map { target in
        openApprovedCalls.contains { call in
          call.paths.contains { LexicalPath.absolute($0, root: state.creation?.root ?? "/") == target }
        }
      } ?? false
    case .denyAll, nil: false
    }
  }

  /// Whether a terminal may be started.
  var mayRunTerminal: Bool {
    switch state.creation?.permissionMode {
    case .approveAll: true
    case .approveReads: openApprovedCalls.filter { $0.kind == "execute" }.count == 1
    case .denyAll, nil: false
    }
  }

  private var openApprovedCalls: [ToolCalls.Call] {
    state.tools.calls.values.filter { $0.approved && !$0.finished && $0.turn == state.openTurn?.id.text }
  }

  private var roots: [String] { state.creation?.roots ?? [] }

  /// nil means that a person is asked.
  private func ruling(on ask: PermissionAsk) -> PermissionDecision? {
    guard ask.isInsideRoots else { return .rejectOnce }
    switch state.creation?.permissionMode {
    case .approveAll: return .allowOnce
    case .denyAll, nil: return .rejectOnce
    case .approveReads:
      if ask.kind == "read" { return .allowOnce }
      if let kind = ask.kind, state.grants.kinds.contains(kind) { return .allowAlways }
      return ask.options.isEmpty ? .rejectOnce : nil
    }
  }

  private mutating func noteAskedCall(_ ask: PermissionAsk, turn: TurnID?) throws {
    guard let id = ask.toolCallID, let turn else { return }
    let known = knownCall(id, begins: true)
    var call = known ?? ToolCalls.Call(turn: turn.text)
    call.kind = ask.kind ?? call.kind
    call.title = ask.title ?? call.title
    if !ask.locations.isEmpty { call.locations = ask.locations }
    if !ask.diffs.isEmpty { call.diffs = ask.diffs }
    try store(call, id, begins: known == nil)
  }

  private mutating func approveCall(_ id: String?) throws {
    guard let id, var call = state.tools.calls[id] else { return }
    call.approved = true
    try store(call, id, begins: false)
  }

  /// An id that no pending request has.
  private func freeRequestID(_ proposed: String) -> String {
    let taken = Set(state.openRequests.compactMap { PermissionData($0)?.requestID })
    guard taken.contains(proposed) else { return proposed }
    var number = 2
    while taken.contains("\(proposed):\(number)") { number += 1 }
    return "\(proposed):\(number)"
  }
}
