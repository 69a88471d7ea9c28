import ACP
import Home
import JSON
import Journal
import Platform

extension Draft {
  /// Takes one `session/update`: the update object is stored byte for byte.
  mutating func take(_ update: SessionUpdate, session: String?) throws {
    if let known = state.agent.acpSession, let session, session != known {
      return self.update(\.noise) { $0.foreignUpdates += 1 }
    }
    if takesAsReplay(update.kind) { return self.update(\.noise) { $0.replayedUpdates += 1 } }
    if Self.isWork(update.kind) { noteWork() }
    let turn = turn(of: update)
    switch update.kind {
    case .toolCall, .toolCallUpdate: try noteToolCall(update, turn: turn)
    case .usageUpdate: try storeUsage(UsageReading.ofUpdate(update.json), turn: turn)
    default: break
    }
    try event(Self.type(of: update), turn: turn, update.object)
  }

  /// A late update belongs to the turn of its tool call when that is known, otherwise to the last turn.
  private func turn(of update: SessionUpdate) -> TurnID? {
    if Self.namesToolCall(update), let id = update.toolCallID,
      let call = knownCall(id, begins: update.kind == .toolCall)
    {
      return TurnID(call.turn)
    }
    return state.lastTurn?.id
  }

  /// The call of that id. There are agents that use an id again: what begins a call (its announcement, a request for
  /// permission) is not the call that has ended, nor one of an earlier turn of which only a request was ever seen. So
  /// neither the turn nor the grant of the old call passes to the new one.
  func knownCall(_ id: String, begins: Bool) -> ToolCalls.Call? {
    guard let call = state.tools.calls[id] else { return nil }
    let isOld = call.finished || (call.announced != true && call.turn != state.lastTurn?.id.text)
    return begins && isOld ? nil : call
  }

  /// The event type of the contract (sessions §7).
  static func type(of update: SessionUpdate) -> EventType {
    switch update.kind {
    case .userMessageChunk: .userMessage
    case .agentMessageChunk: .agentMessage
    case .agentThoughtChunk: .thought
    case .toolCall: .toolCall
    case .toolCallUpdate: update.status?.isFinal == true ? .toolResult : .toolCall
    case .plan: .plan
    case .usageUpdate: .usage
    default: .system
    }
  }

  /// Looking for an id costs; only these kinds have one.
  private static func namesToolCall(_ update: SessionUpdate) -> Bool {
    update.kind != .agentMessageChunk && update.kind != .agentThoughtChunk
  }

  private mutating func noteToolCall(_ message: SessionUpdate, turn: TurnID?) throws {
    guard let id = message.toolCallID, let turn else { return }
    let known = knownCall(id, begins: message.kind == .toolCall)
    var call = known ?? ToolCalls.Call(turn: turn.text)
    call.announced = true
    if let kind = message.toolKind { call.kind = kind.rawValue }
    if let title = message.title { call.title = title }
    if let locations = message.locations { call.locations = locations.map(\.path) }
    if let diffs = message.diffPaths { call.diffs = diffs }
    if message.status?.isFinal == true { call.finished = true }
    // Most updates of a call bring more of its output and nothing that is kept here.
    if call != known { try store(call, id, begins: known == nil) }
  }
}
