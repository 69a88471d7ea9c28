import Diagnostics
import Home
import Journal
import Platform

extension LiveSession {
  /// Creates the session: journal and creation record first, on disk, then the agent.
  ///
  /// When it throws nothing of the session is left.
  func create(_ creation: Creation, key: KeyRow?, launch: AgentLaunch) throws {
    let epoch = Epoch(1)
    FaultPoint.hit("create.run-directory.before")
    try environment.host.prepare(id, epoch)
    do {
      FaultPoint.hit("create.session-directory.before")
      try environment.makeSessionDirectory(id)
      let writer = try JournalWriter.create(
        directory: environment.home.session(id).path, clock: environment.clock,
        bootID: environment.bootID, random: environment.random)
      try use(writer)
      try decide { draft in
        draft.set(\.creation, creation)
        if let key { try draft.add(.key(key)) }
        try draft.beginRun(epoch: epoch, marker: launch.marker, opening: .new)
        draft.update(\.agent) { $0.note(launch) }
      }
    } catch {
      abandonCreation(epoch)
      throw error
    }
    isCreated = true
    resume(&creating)
    try startAgent(epoch, launch)
  }

  /// Runs a stopped session again. When it throws the session is as it was.
  ///
  /// - Parameter shown: the last event that people may have seen.
  func resume(launch: AgentLaunch, shown: JournalPosition?) throws {
    room.shown = shown
    try openJournal()
    isCreated = true
    guard state.lifecycle?.phase == .stopped || state.lifecycle == nil else {
      // Another run of it may live: whoever resumes takes that one over.
      throw SessionErrors.notActive(id, state.lifecycle?.phase)
    }
    let epoch = epoch.next
    do {
      try environment.host.prepare(id, epoch)
      let opening: Lifecycle.Opening = state.lastTurn == nil && state.conversation.acpSession == nil ? .new : .again
      try decide { draft in
        try draft.beginRun(epoch: epoch, marker: launch.marker, opening: opening)
        draft.update(\.agent) { $0.note(launch) }
      }
    } catch {
      abandonResume(epoch)
      throw error
    }
    try startAgent(epoch, launch)
  }

  private func startAgent(_ epoch: Epoch, _ launch: AgentLaunch) throws {
    try openSpool(epoch)
    watchStart()
    FaultPoint.hit("spawn.before")
    do {
      try environment.host.launch(id, epoch, launch)
    } catch {
      // The run is recorded, so its failure is recorded too.
      let failure = environment.launchFailure(error)
      do {
        try decide { try $0.failRun(failure) }
        return try finish(.neverStarted)
      } catch  where Self.isFull(error) {
        return waitForRoom(error)
      }
    }
    FaultPoint.hit("spawn.after")
    try connect(epoch)
  }

  func watchStart() {
    timers.startStart(at: environment.clock.boot() + environment.limits.startTimeout, on: executor) { [self] in
      assumeIsolated { $0.startTimedOut() }
    }
  }

  private func startTimedOut() {
    guard state.lifecycle?.phase == .starting else { return }
    let seconds = environment.limits.startTimeout.components.seconds
    do {
      try decide {
        try $0.failRun(
          Failure(
            kind: "handshake_failure", summary: "the agent did not answer within \(seconds) s",
            code: "agent_start_timeout"))
      }
      act()
    } catch {
      report(error)
    }
  }

  /// Nothing of a resume that came to nothing stays.
  private func abandonResume(_ epoch: Epoch) {
    do {
      try environment.host.remove(id, epoch)
      try writer?.close()
    } catch { /* The next boot removes what is left, and the resume has failed with an error that says more. */  }
    writer = nil
    closing = .closed
    resume(&settling)
    resume(&stopping)
  }

  /// Nothing of a creation that was not acknowledged stays.
  private func abandonCreation(_ epoch: Epoch) {
    do { try writer?.close() } catch { /* It goes with its directory. */  }
    writer = nil
    do {
      // The run's directory goes last: by it the next boot finds what stays, and removes it.
      try environment.removeSessionDirectory(id)
      try environment.host.remove(id, epoch)
    } catch { /* The creation itself has failed already, with an error that says more. */  }
    closing = .closed
    resume(&creating)
    resume(&settling)
    resume(&stopping)
  }
}
