import ACP
import Home
import JSON
import Journal
import Platform

extension LiveSession {
  /// Does what follows from the committed state: sends what is to be sent, answers what can be answered, stops what is to
  /// stop. Everything here can be repeated, also by another daemon; nothing here is remembered anywhere but in the journal.
  func act() {
    do {
      try answerRequests()
      try deliverPrompt()
      sendOutbox()
      try driveStop()
    } catch {
      report(error)
    }
  }

  /// An error that no caller waits for: it ends the run if it can be ended, and the session otherwise. A full disk ends
  /// nothing.
  func report(_ error: any Error) {
    guard broken == nil else { return }
    if Self.isFull(environment.journalFailure(id, error)) { return waitForRoom(error) }
    // Without an open journal nothing can be recorded.
    guard writer != nil else {
      _ = breakDown(error)
      return
    }
    do {
      try decide { try $0.failRun(Failure(kind: "unknown_failure", summary: "\(error)", code: "internal_error")) }
      try driveStop()
    } catch {
      if Self.isFull(error) { waitForRoom(error) } else { _ = breakDown(error) }
    }
  }

  /// Offers the shim what it has room for, in order and from the byte it expects.
  private func sendOutbox() {
    guard let shim, shim.isAttached else { return }
    for row in state.outbox where row.epoch.number == state.lifecycle?.epoch {
      guard let bytes = row.bytes, row.position + row.length > shim.inputPosition else { continue }
      let skip = Int(shim.inputPosition - row.position)
      guard skip >= 0 else { return }
      FaultPoint.hit("send.before")
      let sent = shim.offer(bytes[skip...], at: shim.inputPosition)
      FaultPoint.hit("send.after")
      if sent < bytes.count - skip { return }
    }
  }

  /// Orders the shim to stop once that is decided and the agent was told: a repeated order changes nothing.
  private func driveStop() throws {
    guard let lifecycle = state.lifecycle, lifecycle.phase == .stopping else { return }
    // Nobody can be told; what is to end is killed.
    if shimUnreachable != nil, shim?.isAttached != true { return try destroy() }
    guard let shim, shim.isAttached else { return }
    // The agent is told to cancel first, so that the turn can end with its own answer.
    guard state.openTurn == nil || timers.isCancelNoticeOver else {
      return timers.startCancelNotice(at: environment.clock.boot() + SessionTimers.cancelNoticeDelay, on: executor) {
        [self] in
        assumeIsolated { $0.cancelNoticePassed() }
      }
    }
    FaultPoint.hit("stop.order.before")
    shim.stop(timers.ladder)
    FaultPoint.hit("stop.order.after")
  }

  private func cancelNoticePassed() {
    timers.cancelNoticePassed()
    act()
  }

  private func answerRequests() throws {
    for request in state.openRequests where request.state != RequestRow.State.pending {
      try answer(request)
    }
  }

  private func answer(_ request: RequestRow) throws {
    guard state.requests[request.number] != nil else { return }
    switch ACPMethod(request.method) {
    case .readTextFile: try answerRead(request)
    case .writeTextFile: try answerWrite(request)
    case .terminalCreate: try answerTerminalCreate(request)
    case .terminalOutput: try answerTerminalOutput(request)
    case .terminalWaitForExit: try answerTerminalWait(request)
    case .terminalKill, .terminalRelease: try answerTerminalEnd(request)
    default: try decide { try $0.answer(request.number, error: .methodNotFound(request.method)) }
    }
  }
}
