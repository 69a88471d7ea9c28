import ACP
import Home
import JSON
import Journal
import Platform

/// What the supervision of a turn decides (contract: sessions §10.1).
extension Draft {
  /// Says that the running turn still runs.
  mutating func reportProgress(_ view: TurnView) throws {
    guard let row = state.openTurn, let data = state.openTurnData else { return }
    let minutes = (now - data.startedAt) / 60_000_000_000
    var text = "Still working..."
    if minutes > 0 {
      let tool = state.runningCall.flatMap { state.tools.calls[$0]?.title }
      text += " (\(minutes) min elapsed, \(tool.map { "running: \($0)" } ?? "last activity: \(view.lastKind)"))"
    }
    try event(.runtimeProgress, turn: row.id, EventContent.runtime(text, runtime(data, view), raw: nil))
  }

  /// Warns people that the agent has been silent for long; once in a turn, also across daemons.
  mutating func warnOfSilence(_ view: TurnView) throws {
    guard var row = state.openTurn, var data = state.openTurnData, data.isWarned != true else { return }
    data.isWarned = true
    row.data = try RecordCoding.encode(data)
    try add(.turn(row))
    let text = "Runtime activity is stale (\(view.idle.components.seconds) seconds idle)."
    try event(.runtimeWarning, turn: row.id, EventContent.runtime(text, runtime(data, view), raw: nil))
  }

  /// Cancels a turn that was silent, or ran, for too long: the agent may still end it in good order. Nothing happens to
  /// a turn that is being cancelled already.
  mutating func cancelStalledTurn(_ reason: Stall.Reason, _ view: TurnView) throws {
    guard let data = state.openTurnData else { return }
    let runtime = runtime(data, view)
    let elapsed = max(now - data.startedAt, 0) / 1_000_000
    let text: String
    var raw: JSONValue?
    switch reason {
    case .activityTimeout: text = "Runtime activity timed out (\(view.idle.components.seconds) seconds idle)."
    case .promptDeadlineExceeded:
      text = "Prompt deadline exceeded after \(elapsed) ms."
      raw = .object(omittingNil: [
        "elapsed_ms": .int(elapsed), "deadline_at": time(view.untilDeadline.map { .zero - $0 }),
      ])
    }
    guard let row = try requestCancel(stall: Stall(reason: reason, text: text)) else { return }
    try event(
      .marker, turn: row.id,
      EventContent.marker(
        kind: "transcript_marker.prompt_timeout", summary: text, evidence: ["stall_reason": .string(reason.rawValue)],
        at: now))
    try event(.runtimeWarning, turn: row.id, EventContent.runtime(text, runtime, raw: raw))
  }

  /// The contract's `runtime` object (sessions §6.2); numbers that are zero are left out, as in the contract.
  private func runtime(_ data: TurnData, _ view: TurnView) -> JSONValue {
    let elapsed = max(now - data.startedAt, 0) / 1_000_000
    let call = state.runningCall
    return .object(omittingNil: [
      "turn_id": (state.openTurn?.id.text).map(JSONValue.string), "turn_source": "user",
      "turn_started_at": .string(WallTime(nanoseconds: data.startedAt).rfc3339),
      "deadline_at": time(view.untilDeadline.map { .zero - $0 }), "last_activity_at": time(view.lastActivity),
      "last_activity_kind": .string(view.lastKind),
      "current_tool": call.flatMap { state.tools.calls[$0]?.title }.map(JSONValue.string),
      "tool_call_id": call.map(JSONValue.string), "last_progress_at": time(view.lastProgress),
      "idle_seconds": number(view.idle.components.seconds), "elapsed_seconds": number(elapsed / 1000),
      "elapsed_ms": number(elapsed),
    ])
  }

  /// The time of day that long before now.
  private func time(_ ago: Duration?) -> JSONValue? {
    ago.map { .string((WallTime(nanoseconds: now) + (.zero - $0)).rfc3339) }
  }

  private func number(_ value: Int64) -> JSONValue? { value == 0 ? nil : .int(value) }
}
