import Diagnostics
import Home
import JSON
import Journal
import Platform

extension LiveSession {
  /// Takes over what an earlier daemon left: a living shim, a finished one, or the traces of one that was killed.
  ///
  /// Without room on the disk it waits for some, and is taken over then.
  ///
  /// - Parameter shown: the last event that people may have seen, where it is known.
  func adopt(_ finding: RunFinding, shown: JournalPosition? = nil) throws {
    room.found = finding.epoch
    room.shown = shown
    do {
      try openJournal()
      isCreated = true
      guard let lifecycle = state.lifecycle, lifecycle.phase != .stopped else {
        // A run that was never begun leaves nothing but its directory. That of a run that is over stays until the catalog
        // knows of its end: by it the next daemon finds the session.
        if finding.epoch.number != state.lifecycle?.epoch { try environment.host.remove(id, finding.epoch) }
        return closeRun()
      }
      guard lifecycle.epoch == finding.epoch.number else { return try closeMissing(lifecycle) }
      FaultPoint.hit("adopt.before")
      try takeUp(finding, lifecycle)
    } catch  where Self.isFull(environment.journalFailure(id, error)) {
      waitForRoom(error)
    }
  }

  /// The session is not stopped as far as anybody knows, but there is no run of it: it is closed truthfully.
  func adoptWithoutRun(shown: JournalPosition? = nil) throws {
    room.shown = shown
    do {
      try openJournal()
      isCreated = true
      guard let lifecycle = state.lifecycle, lifecycle.phase != .stopped else { return closeRun() }
      try closeMissing(lifecycle)
    } catch  where Self.isFull(environment.journalFailure(id, error)) {
      waitForRoom(error)
    }
  }

  /// Takes up again the run that the journal tells of, from what is committed.
  func takeUp() throws {
    guard let lifecycle = state.lifecycle, lifecycle.phase != .stopped else { return closeRun() }
    try takeUp(environment.host.inspect(id, Epoch(lifecycle.epoch)), lifecycle)
  }

  private func takeUp(_ finding: RunFinding, _ lifecycle: Lifecycle) throws {
    shim?.close()
    shim = nil
    try openSpool(finding.epoch)
    resumeDeadlines()
    switch finding.condition {
    case .running: try connect(finding.epoch)
    case .exited(let exit): drain(to: exit)
    case .killed: try lost(finding.epoch, lifecycle)
    case .neverStarted:
      // Nobody says so of an agent that has answered: what said otherwise was taken away.
      if lifecycle.phase == .starting { try finish(.neverStarted) } else { try lost(finding.epoch, lifecycle) }
    }
  }

  /// The directory of the run is gone. Its processes, if there are any, are found by their mark: nobody can talk to them
  /// any more, and a second agent beside them would be worse.
  private func closeMissing(_ lifecycle: Lifecycle) throws {
    let survivors = try environment.host.reap(id, Epoch(lifecycle.epoch), marker: lifecycle.marker)
    environment.logger.warn(
      "the run of session \(id) has left nothing: it is closed",
      ["session_id": .string(id.text), "run": .int(lifecycle.epoch)])
    try finish(lifecycle.phase == .starting ? .neverStarted : .shimLost(survivors: survivors))
  }

  /// Opens the journal of a stored session and folds it; a power cut since the last commit is recorded.
  func openJournal() throws {
    let writer = try JournalWriter.open(
      directory: environment.home.session(id).path, clock: environment.clock,
      bootID: environment.bootID, random: environment.random, shown: room.shown)
    try use(writer)
    shown.show(state)
    if writer.lacksRecoveryMarker { try decide { try $0.markRecovery() } }
  }

  /// Deadlines begin anew under a new daemon: its absence was not the agent's idleness.
  private func resumeDeadlines() {
    if state.lifecycle?.phase == .starting { watchStart() }
    if state.openTurnData?.cancelRequested == true { watchCancel() }
    watchPermissions()
    watchTurn()
  }
}
