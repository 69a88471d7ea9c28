import ACP
import Home
import JSON
import Journal

extension Draft {
  /// Accepts a prompt: the message is stored and on its way with one commit.
  ///
  /// The caller has checked that the session is active and that no turn runs.
  mutating func beginTurn(_ id: TurnID, text: String, context: String?, key: KeyRow?) throws -> TurnRow {
    let number = state.counters.nextTurn
    update(\.counters) { $0.nextTurn += 1 }
    let first = try event(.userMessage, turn: id, EventContent.userMessage(text))
    // While a new conversation is asked for, the prompt waits for it.
    let call =
      try state.isReopening
      ? nil
      : call(
        .sessionPrompt, turn: id,
        OutgoingMessages.prompt(session: state.agent.acpSession ?? "", text: text, context: context))
    let row = TurnRow(
      id: id, number: number, state: TurnRow.State.running, firstSequence: first, lastSequence: nil, rpcID: call,
      data: try RecordCoding.encode(TurnData(startedAt: now)))
    try add(.turn(row))
    if let key { try add(.key(key)) }
    notePrimed()
    noteFirstPrompt()
    demandFull()
    return row
  }

  /// The agent ended the turn.
  mutating func turnAnswered(_ turn: TurnID?, result: JSONValue) throws {
    guard let row = state.openTurn, row.id == turn else { return }
    let usage = UsageReading.ofPromptReply(result["usage"])
    try storeUsage(usage, turn: row.id)
    let reason = result["stopReason"]?.string ?? "end_turn"
    // What its supervision has cancelled did not succeed, even when the agent ends it in good order.
    if reason == "cancelled", let stall = state.openStall {
      return try turnFailed(stall.text, stopReason: reason, failure: stall.failure)
    }
    let last = try event(.done, turn: row.id, EventContent.done(stopReason: reason, usage: usage?.json))
    try endTurn(row, TurnRow.State.done, last)
  }

  /// The turn failed or was cut short.
  mutating func turnFailed(_ text: String, stopReason: String? = nil, failure: Failure) throws {
    guard let row = state.openTurn else { return }
    let last = try event(.error, turn: row.id, EventContent.error(text, stopReason: stopReason, failure: failure))
    try endTurn(row, TurnRow.State.error, last)
  }

  /// A person wants the running turn to end: the agent is told, and its open permission requests are answered `cancelled`.
  mutating func cancelTurn() throws {
    guard let row = try requestCancel(stall: nil) else { return }
    try event(
      .marker, turn: row.id,
      EventContent.marker(
        kind: "transcript_marker.prompt_cancel", summary: "Prompt canceled by operator.",
        evidence: ["source": "cancel_prompt"], at: now))
  }

  /// Tells the agent to end the running turn, once, and answers the turn; nil when there is nothing to tell.
  mutating func requestCancel(stall: Stall?) throws -> TurnRow? {
    guard let row = state.openTurn else { return nil }
    var data = try RecordCoding.decode(TurnData.self, row.data)
    guard !data.cancelRequested else { return nil }
    data.cancelRequested = true
    data.stall = stall
    var changed = row
    changed.data = try RecordCoding.encode(data)
    try add(.turn(changed))
    try cancelPermissions(turn: row.id)
    if let session = state.agent.acpSession, state.turnToDeliver == nil {
      try notify(.sessionCancel, turn: row.id, OutgoingMessages.session(session))
    }
    demandFull()
    return row
  }

  /// The agent did not end a cancelled turn within the grace: it ends here, and a late reply changes nothing. An agent
  /// that was silent before it was cancelled is stopped as well.
  mutating func abandonCancelledTurn(_ stall: Stall?) throws {
    guard let row = state.openTurn else { return }
    if let stall {
      try turnFailed(stall.text, failure: stall.failure)
      return try beginStop(StopIntent(cause: .timeout, detail: stall.reason.rawValue, isTold: true))
    }
    let last = try event(.done, turn: row.id, EventContent.done(stopReason: "cancelled", usage: nil))
    try endTurn(row, TurnRow.State.done, last)
  }

  /// Adds what is known of the tokens of a turn.
  mutating func storeUsage(_ usage: UsageReading?, turn: TurnID?) throws {
    guard let usage, let turn else { return }
    try add(.usage(usage.row(turn: turn, time: now)))
  }

  mutating func endTurn(_ row: TurnRow, _ outcome: String, _ last: Int64) throws {
    var ended = row
    ended.state = outcome
    ended.lastSequence = last
    try add(.turn(ended))
    try cancelPermissions(turn: row.id)
    demandFull()
  }
}
