import Journal
import Platform

/// The timer of the running turn's supervision.
extension LiveSession {
  /// Keeps the supervision in step with a commit.
  func superviseTurn(after before: EngineState, _ changes: [JournalChange]) {
    if state.openTurn != before.openTurn || state.lifecycle != before.lifecycle { return watchTurn() }
    guard supervision != nil else { return }
    let now = environment.clock.boot()
    if state.requests != before.requests { supervision?.setWaiting(isPersonAsked, at: now) }
    if state.spool != before.spool { supervision?.note(Self.lastKind(changes), at: now) }
    startSupervisionTimer()
  }

  /// Watches the running turn from now on; one that is being cancelled has its own deadline.
  func watchTurn() {
    guard state.lifecycle?.phase == .active, let turn = state.openTurn, let data = state.openTurnData,
      !data.cancelRequested
    else {
      supervision = nil
      return startSupervisionTimer()
    }
    let now = environment.clock.boot()
    if supervision?.turn != turn.id {
      supervision = TurnSupervision(
        turn.id, limits: environment.limits.supervision, isWarned: data.isWarned == true, at: now)
    }
    supervision?.setWaiting(isPersonAsked, at: now)
    startSupervisionTimer()
  }

  private var isPersonAsked: Bool { state.requests.values.contains { $0.state == RequestRow.State.pending } }

  private static func lastKind(_ changes: [JournalChange]) -> String? {
    for case .event(let row) in changes.reversed() { return row.type.name }
    return nil
  }

  private func startSupervisionTimer() {
    timers.setSupervision(by: supervision?.due, on: executor) { [self] in
      assumeIsolated { $0.supervisionDue() }
    }
  }

  /// What the agent has written and nobody has read yet is no silence: it is read first.
  private func supervisionDue() {
    timers.supervisionPassed()
    readSpool()
    executor.post { [self] in assumeIsolated { $0.judgeTurn() } }
  }

  private func judgeTurn() {
    guard broken == nil, !room.isPaused, supervision != nil else { return }
    let now = environment.clock.boot()
    // Without a connection nobody can know whether it is silent, and one that waits for the disk is not.
    if shim?.isAttached != true || isSpoolBlocked { supervision?.note(nil, at: now) }
    do {
      for finding in supervision?.findings(at: now) ?? [] { try act(on: finding, at: now) }
      act()
    } catch {
      report(error)
    }
    startSupervisionTimer()
  }

  private func act(on finding: TurnSupervision.Finding, at now: BootTime) throws {
    guard let view = supervision?.view(at: now) else { return }
    switch finding {
    case .progress: try decide { try $0.reportProgress(view) }
    case .warning: try decide { try $0.warnOfSilence(view) }
    case .stall(let reason):
      try decide { try $0.cancelStalledTurn(reason, view) }
      if state.openTurnData?.cancelRequested == true { watchCancel() }
    }
  }
}
