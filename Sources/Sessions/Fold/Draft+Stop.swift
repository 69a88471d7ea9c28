import ACP
import Home
import JSON
import Journal

extension Draft {
  /// Writes down the intent to stop, before any signal. The first cause wins; a repeated call changes nothing.
  mutating func beginStop(_ intent: StopIntent) throws {
    guard var lifecycle = state.lifecycle, lifecycle.phase == .starting || lifecycle.phase == .active else { return }
    lifecycle.phase = .stopping
    lifecycle.stop = intent
    lifecycle.changedAt = now
    set(\.lifecycle, lifecycle)
    if let turn = state.openTurn, let session = state.agent.acpSession {
      try cancelPermissions(turn: turn.id)
      try notify(.sessionCancel, turn: turn.id, OutgoingMessages.session(session))
    }
    demandFull()
  }

  /// Something makes this run impossible to go on with: it is recorded, and the run is stopped.
  mutating func failRun(_ failure: Failure) throws {
    guard var lifecycle = state.lifecycle, lifecycle.failure == nil,
      lifecycle.phase == .starting || lifecycle.phase == .active
    else { return }
    lifecycle.failure = failure
    set(\.lifecycle, lifecycle)
    let isTold = state.openTurn != nil
    if isTold { try turnFailed(failure.summary ?? failure.kind, failure: failure) }
    try beginStop(StopIntent(cause: .failed, detail: failure.summary, isTold: isTold ? true : nil))
  }

  /// The run is over and its spool was read to the end: everything open is closed truthfully, in one commit.
  mutating func endRun(_ ending: RunEnding) throws {
    guard var lifecycle = state.lifecycle, lifecycle.phase != .stopped else { return }
    let result = StopJudgement.result(lifecycle: lifecycle, ending: ending, turnOpen: state.openTurn != nil)
    if state.openTurn != nil {
      let failure = result.failure ?? Failure(kind: "cancellation", summary: result.detail ?? "the session was stopped")
      try turnFailed(
        failure.summary ?? "The session ended before the agent had answered.", stopReason: result.reason,
        failure: failure)
    } else if let failure = result.failure, failure.kind != "cancellation", lifecycle.stop?.isTold != true {
      try event(.error, turn: nil, EventContent.error(failure.summary ?? failure.kind, failure: failure))
    }
    for request in state.openRequests {
      if request.state == RequestRow.State.pending { try endPermission(request, decision: nil) }
      try add(.requestRemoved(request.number))
    }
    for terminal in state.terminals.keys.sorted() { try add(.terminalRemoved(terminal)) }
    try clearOutbox()
    try event(.sessionStopped, turn: nil, EventContent.stopped(result))
    lifecycle.phase = .stopped
    lifecycle.result = result
    lifecycle.changedAt = now
    set(\.lifecycle, lifecycle)
    demandFull()
  }
}
