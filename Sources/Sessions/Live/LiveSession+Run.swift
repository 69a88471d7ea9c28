import ACP
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
      self.writer = writer
      state = try EngineState(folding: writer.contents())
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
  func resume(launch: AgentLaunch) throws {
    try openJournal()
    isCreated = true
    guard state.lifecycle?.phase == .stopped || state.lifecycle == nil else {
      // Another run of it may live: whoever resumes takes that one over.
      throw SessionErrors.notActive(id, state.lifecycle?.phase)
    }
    let epoch = Epoch((state.lifecycle?.epoch ?? 0) + 1)
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

  /// Takes over what an earlier daemon left: a living shim, a finished one, or the traces of one that was killed.
  ///
  /// Without room on the disk it waits for some, and is taken over then.
  func adopt(_ finding: RunFinding) throws {
    room.found = finding.epoch
    do {
      try openJournal()
      isCreated = true
      guard let lifecycle = state.lifecycle, lifecycle.phase != .stopped else {
        // A run that was never begun leaves nothing but its directory. That of a run that is over stays until the catalog
        // knows of its end: by it the next daemon finds the session.
        if finding.epoch.number != state.lifecycle?.epoch { try environment.host.remove(id, finding.epoch) }
        return closeRun()
      }
      guard lifecycle.epoch == finding.epoch.number else { return try finish(.neverStarted) }
      FaultPoint.hit("adopt.before")
      try takeUp(finding, lifecycle)
    } catch  where Self.isFull(environment.journalFailure(id, error)) {
      waitForRoom(error)
    }
  }

  /// The session is not stopped as far as anybody knows, but there is no run of it: it is closed truthfully.
  func adoptWithoutRun() throws {
    do {
      try openJournal()
      isCreated = true
      guard let lifecycle = state.lifecycle, lifecycle.phase != .stopped else { return closeRun() }
      try finish(lifecycle.phase == .starting ? .neverStarted : .shimLost(survivors: []))
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
    case .neverStarted: try finish(.neverStarted)
    }
  }

  /// Opens the journal of a stored session and folds it; a power cut since the last commit is recorded.
  func openJournal() throws {
    let writer = try JournalWriter.open(
      directory: environment.home.session(id).path, clock: environment.clock,
      bootID: environment.bootID, random: environment.random)
    self.writer = writer
    state = try EngineState(folding: writer.contents())
    signal.raise(to: state.head)
    shown.show(state)
    if writer.lacksRecoveryMarker { try decide { try $0.markRecovery() } }
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

  private func openSpool(_ epoch: Epoch) throws {
    reading = SpoolReading()
    reading.output = environment.host.output(id, epoch, from: state.spool.byte)
    reading.splitter = LineSplitter(offset: state.spool.byte)
    reading.isAbandoned = state.noise.run >= Noise.limit
  }

  private func connect(_ epoch: Epoch) throws {
    shim = try environment.host.connect(id, epoch, on: executor) { [self] event in
      assumeIsolated { $0.take(event) }
    }
  }

  /// Takes one report of the shim.
  func take(_ event: ShimEvent) {
    guard broken == nil, !isClosed, !room.isPaused else { return }
    do {
      switch event {
      case .attached(let pid, let startTicks, let length, let terminals, let foreignBuild):
        end(.shim)
        try noteProcess(pid, startTicks)
        if let foreignBuild { try refuseBuild(foreignBuild) }
        acknowledgeAgain()
        reading.announced = length
        try takeTerminals(terminals)
        readSpool()
      case .length(let length):
        reading.announced = length
        readSpool()
      case .accepted: break
      case .terminal(let terminal): try takeTerminals([terminal])
      case .blocked(let errno): takeBlocked(errno)
      case .complained(let text): begin(.shimComplains(id, text))
      case .exited: try takeExit()
      case .refused(let refusal): try takeRefusal(refusal)
      case .gone: try shimGone()
      }
      act()
    } catch {
      report(error)
    }
  }

  /// A shim of another build belongs to another version of the program. A start fails with it; an agent that runs is left
  /// alone and named.
  private func refuseBuild(_ build: String) throws {
    let error = SessionErrors.foreignBuild(id, build)
    guard state.lifecycle?.phase == .starting else { throw breakDown(error) }
    try decide {
      try $0.failRun(Failure(kind: "startup_failure", summary: error.message, code: error.code.rawValue))
    }
  }

  /// A shim that has seen a later daemon than this one has seen a home that was put back: whoever holds the lock of the
  /// home goes on above that (rule 5). Any other shim is left alone and named.
  private func takeRefusal(_ refusal: ShimRefusal) throws {
    shim?.close()
    shim = nil
    guard case .laterGeneration(let seen) = refusal, let lifecycle = state.lifecycle else {
      throw breakDown(SessionErrors.shimRefused(id, "\(refusal)"))
    }
    try environment.host.raiseGeneration(above: seen)
    try connect(Epoch(lifecycle.epoch))
  }

  /// Ends a run whose shim does not answer: it is killed, and whatever carries the mark of the run with it. The run is
  /// then closed like any other whose shim is gone.
  func destroy() throws {
    guard closing == .open, let lifecycle = state.lifecycle else { return }
    try environment.host.destroy(id, Epoch(lifecycle.epoch))
    shim?.close()
    shim = nil
    try shimGone()
  }

  private func noteProcess(_ pid: Int32, _ startTicks: UInt64) throws {
    guard state.agent.pid != pid || state.agent.startTicks != startTicks else { return }
    try decide { draft in
      draft.update(\.agent) {
        $0.pid = pid
        $0.startTicks = startTicks
      }
    }
  }

  private func takeExit() throws {
    guard let lifecycle = state.lifecycle else { return }
    if case .exited(let exit) = try environment.host.inspect(id, Epoch(lifecycle.epoch)).condition { drain(to: exit) }
  }

  /// The connection broke. With an exit record the run is over; with the lock still held the shim lives and is asked again.
  private func shimGone() throws {
    guard let lifecycle = state.lifecycle else { return }
    let epoch = Epoch(lifecycle.epoch)
    shim = nil
    switch try environment.host.inspect(id, epoch).condition {
    case .exited(let exit): drain(to: exit)
    case .running: try connect(epoch)
    case .killed, .neverStarted: try lost(epoch, lifecycle)
    }
  }

  private func drain(to exit: ExitReport) {
    reading.exit = exit
    readSpool()
  }

  /// The shim is gone without a record: every whole line of the spool is taken, then the run is closed truthfully.
  private func lost(_ epoch: Epoch, _ lifecycle: Lifecycle) throws {
    reading.survivors = try environment.host.reap(id, epoch, marker: lifecycle.marker)
    reading.isLost = true
    readSpool()
  }

  /// Everything of the stream was taken.
  func endOfStream() throws {
    if !reading.isLost, !reading.isAbandoned, let rest = reading.splitter.rest() {
      try decide { try $0.takeRest(rest.bytes, endingAt: rest.end) }
    }
    if reading.isLost { return try finish(.shimLost(survivors: reading.survivors)) }
    guard let exit = reading.exit else { return }
    if exit.isDetachedLimit { return try finish(.detachedLimit(survivors: exit.survivors)) }
    try finish(
      exit.failedStart.map(RunEnding.notStarted)
        ?? .exited(code: exit.code, signal: exit.signal, stderr: exit.stderrTail, survivors: exit.survivors))
  }

  private func finish(_ ending: RunEnding) throws {
    abandonWrites()
    FaultPoint.hit("end-run.before")
    try decide { try $0.endRun(ending) }
    FaultPoint.hit("end-run.after")
    closeRun()
  }

  private func watchStart() {
    timers.startStart(at: environment.clock.boot() + environment.limits.startTimeout, on: executor) { [self] in
      assumeIsolated { $0.startTimedOut() }
    }
  }

  /// Deadlines begin anew under a new daemon: its absence was not the agent's idleness (rule 10).
  private func resumeDeadlines() {
    if state.lifecycle?.phase == .starting { watchStart() }
    if state.openTurnData?.cancelRequested == true { watchCancel() }
    watchPermissions()
    watchTurn()
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
