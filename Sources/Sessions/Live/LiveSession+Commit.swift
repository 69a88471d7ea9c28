import Diagnostics
import Journal
import Platform

extension LiveSession {
  /// A draft at the present time. What the shim has accepted since the last commit is part of it.
  func draft() throws -> Draft {
    var draft = Draft(state, now: environment.clock.now().nanoseconds)
    guard let position = shim?.acceptedPosition else { return draft }
    for row in state.outbox where row.bytes != nil && row.position + row.length <= position {
      try draft.add(.passed(position: row.position))
    }
    return draft
  }

  /// Commits a draft, then lets everybody see it, then does what follows from it.
  ///
  /// After an error nothing of the draft exists. Without room on the disk (`home_full`) it may be tried again; after any
  /// other failure the session is broken, and nothing is acknowledged any more.
  func commit(_ draft: Draft) throws {
    if let broken { throw broken }
    let changes = try draft.finish()
    guard !changes.isEmpty, let writer else { return }
    if BreakRule.isBroken("engine-persist-then-publish") { tail.publish(changes, head: draft.state.head) }
    do {
      for part in CrashRules.commits(of: changes) { try writer.commit(part, durability: draft.durability) }
      try FoldCheck.run(writer, draft.state)
    } catch {
      throw failed(error)
    }
    try checkpoint(writer)
    let before = state
    state = draft.state
    publish(changes, after: before)
    superviseTurn(after: before, changes)
    try settleDurability(full: draft.durability == .full)
  }

  /// Runs a decision and commits it.
  func decide<Result>(_ decision: (inout Draft) throws -> Result) throws -> Result {
    var draft = try draft()
    let result = try decision(&draft)
    try commit(draft)
    return result
  }

  private func publish(_ changes: [JournalChange], after before: EngineState) {
    shown.show(state)
    if state.head > before.head { tail.publish(changes, head: state.head) }
    if state.requests != before.requests { watchPermissions() }
    guard state.lifecycle != before.lifecycle || state.openTurn?.id != before.openTurn?.id else { return }
    project()
    if state.openTurn == nil { timers.endCancelGrace(on: executor) }
    let phase = state.lifecycle?.phase
    if phase == .active || phase == .stopped { resume(&settling) }
    if phase == .active { timers.cancelStart(on: executor) }
  }

  private func settleDurability(full: Bool) throws {
    if full {
      acknowledgeSpool()
    } else if writer?.unsynced == true {
      if BreakRule.isBroken("engine-acknowledge-durable") { acknowledgeSpool() }
      if state.spool.byte - reading.acknowledged > SpoolReading.mostUnacknowledged { return tick() }
      timers.startTick(at: environment.clock.boot() + SessionTimers.tickDelay, on: executor) { [self] in
        assumeIsolated { $0.tick() }
      }
    }
  }

  /// Makes everything committed durable and tells the shim how far it may forget.
  func tick() {
    timers.tickPassed()
    guard broken == nil, let writer else { return }
    do {
      do { _ = try writer.tick() } catch { throw failed(error) }
      acknowledgeSpool()
      try checkpoint(writer)
    } catch {
      report(error)
    }
  }

  /// Copies the log into the database file when that is due. Without room the log keeps everything, and the next commit
  /// tries again.
  func checkpoint(_ writer: JournalWriter) throws {
    do {
      try writer.checkpointIfNeeded()
    } catch {
      let failure = failed(error)
      guard Self.isFull(failure) else { throw failure }
      room.attempts = max(room.attempts, 1)
      room.isCheckpointFull = true
      return begin(.journalFull(failure))
    }
    room.isCheckpointFull = false
    foundRoom()
    noteHeldLog(of: writer)
  }

  /// What a failed write is told as. Only a full disk leaves the journal as it was; everything else breaks the session.
  private func failed(_ error: any Error) -> AghError {
    let failure = environment.journalFailure(id, error)
    return Self.isFull(failure) ? failure : breakDown(error)
  }

  /// Says again what an earlier connection may not have come to say: at the limit of its spool the agent waits for it.
  func acknowledgeAgain() {
    if let writer, !writer.unsynced { acknowledgeSpool() }
  }

  /// The shim may forget what is on disk with us.
  private func acknowledgeSpool() {
    guard state.spool.epoch == state.lifecycle?.epoch else { return }
    FaultPoint.hit("acknowledge.before")
    shim?.acknowledge(state.spool.byte)
    reading.acknowledged = state.spool.byte
  }

  /// The journal cannot be written: the session is over for this daemon, and its agent keeps waiting at its spool.
  func breakDown(_ error: any Error) -> AghError {
    let failure = broken ?? environment.journalFailure(id, error)
    broken = failure
    // Dropped as a kill would drop it: the next opening finds what was committed.
    writer = nil
    timers.reset(on: executor)
    shim?.close()
    shim = nil
    shown.fail(failure)
    tail.end()
    resume(&creating)
    resume(&settling)
    resume(&stopping)
    return failure
  }

  func resume(_ waiting: inout [CheckedContinuation<Void, Never>]) {
    let due = waiting
    waiting = []
    for continuation in due { continuation.resume() }
  }
}
