import ACP
import Home
import Journal
import Platform

/// An agent that is asked to go on with a stored conversation: what it replays is not stored again, and whether it knows
/// the conversation is only shown by its work.
extension Draft {
  /// Whether an update repeats what is stored.
  ///
  /// Until `session/load` is answered everything that was said is; with `session/resume` there should
  /// be nothing, but there are agents that replay all the same. Some go on after their answer. They are known by a chunk
  /// of the user's words: between turns nobody but a replay speaks for the user. What was said, from there to the next
  /// prompt, is counted as well. Anything that does not begin like that can be new, and is stored.
  mutating func takesAsReplay(_ kind: UpdateKind) -> Bool {
    if BreakRule.isBroken("engine-replay-counted") { return false }
    if isLoading { return !Self.keptWhileLoading.contains(kind) }
    switch state.lifecycle?.recollection {
    case .claimed where kind == .userMessageChunk:
      set(.replaying)
      return true
    case .replaying: return kind == .userMessageChunk || Self.isWork(kind)
    default: return false
    }
  }

  private var isLoading: Bool {
    state.lifecycle?.phase == .starting
      && (state.openCall(.sessionLoad) != nil || state.openCall(.sessionResume) != nil)
  }

  /// Kinds that say how the agent is now, not what was said.
  private static let keptWhileLoading: Set<UpdateKind> = [
    .availableCommandsUpdate, .currentModeUpdate, .configOptionUpdate,
  ]

  /// Kinds that an agent sends when it works on a prompt.
  static func isWork(_ kind: UpdateKind) -> Bool {
    switch kind {
    case .agentMessageChunk, .agentThoughtChunk, .toolCall, .toolCallUpdate, .plan: true
    default: false
    }
  }

  /// The first prompt is on its way to an agent that said it knows the conversation.
  mutating func noteFirstPrompt() {
    if state.lifecycle?.recollection != nil { set(.asked) }
  }

  /// The agent works: it knows the conversation that it works in.
  mutating func noteWork() {
    if state.lifecycle?.recollection == .asked { set(nil) }
  }

  /// Whether the agent refuses its first prompt because it does not know the conversation after all.
  ///
  /// Only an agent that has done nothing for the prompt can be given it once more.
  func isForgotten(_ error: RPCError) -> Bool {
    state.lifecycle?.recollection == .asked && FailureReading.namesUnknownSession(error)
  }

  /// Opens a new conversation in the middle of a turn; its prompt is sent when the agent has answered.
  mutating func reopenForgotten() throws {
    update(\.agent) { $0.acpSession = nil }
    try openNew(.primed)
  }

  /// Sends the prompt of the running turn to the new conversation, behind the stored text.
  mutating func deliverPrompt(_ text: String, context: String?) throws {
    guard var row = state.turnToDeliver else { return }
    row.rpcID = try call(
      .sessionPrompt, turn: row.id,
      OutgoingMessages.prompt(session: state.agent.acpSession ?? "", text: text, context: context))
    try add(.turn(row))
    notePrimed()
  }

  /// Ends a turn that was cancelled before its prompt could be sent again. The next one tells the stored conversation.
  mutating func endUndelivered(_ stall: Stall?) throws {
    guard let row = state.turnToDeliver else { return }
    if let stall { return try turnFailed(stall.text, failure: stall.failure) }
    let last = try event(.done, turn: row.id, EventContent.done(stopReason: "cancelled", usage: nil))
    try endTurn(row, TurnRow.State.done, last)
  }

  /// The agent was given the stored conversation.
  mutating func notePrimed() {
    guard var lifecycle = state.lifecycle, lifecycle.needsPrimer else { return }
    lifecycle.needsPrimer = false
    set(\.lifecycle, lifecycle)
  }

  private mutating func set(_ recollection: Lifecycle.Recollection?) {
    guard var lifecycle = state.lifecycle, lifecycle.recollection != recollection else { return }
    lifecycle.recollection = recollection
    set(\.lifecycle, lifecycle)
  }
}

extension EngineState {
  /// Whether the agent is being asked for a new conversation in place of one that it does not know.
  var isReopening: Bool { lifecycle?.phase == .active && openCall(.sessionNew) != nil }

  /// The running turn, when its prompt is still to be sent to a new conversation that stands.
  var turnToDeliver: TurnRow? {
    guard let lifecycle, lifecycle.phase == .active, lifecycle.needsPrimer, openCall(.sessionPrompt) == nil else {
      return nil
    }
    return openTurn
  }
}
