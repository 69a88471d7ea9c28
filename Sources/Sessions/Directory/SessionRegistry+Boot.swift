import AgentProcess
import Home
import Journal
import Platform

extension SessionRegistry {
  /// Takes over what earlier daemons left. Costs as much as there are runs, not as there are sessions; one that
  /// cannot be taken over never blocks the rest: it is left alone, and ``diagnostics()`` names it.
  public func adopt() async throws {
    await finishDeletions()
    let host = world.host
    let found = try await world.pool.run {
      let stuck = try host.removeEmptyRuns()
      var found = try host.runs()
      found.unreadable.merge(stuck) { $1 }
      return found
    }
    for (id, error) in found.unreadable { leaveAlone(id, SessionErrors.unreadableRun(id, error)) }
    for run in found.runs {
      do {
        try await adopt(run)
      } catch {
        leaveAlone(run.session, error)
      }
    }
    for id in try await world.catalog.unstopped() where live[id] == nil && leftAlone[id] == nil {
      do {
        try await closeWithoutRun(id)
      } catch {
        leaveAlone(id, error)
      }
    }
  }

  func adopt(_ run: FoundRun, for takeover: Takeover = .boot) async throws {
    guard run.isOurs else { return }
    if let later = live[run.session] {
      // An earlier run of a session that runs again: its end is journaled, only its directory was left.
      guard await later.epoch != run.finding.epoch else { return }
      let host = world.host
      return try await world.pool.run { try host.remove(run.session, run.finding.epoch) }
    }
    guard let outline = try await outline(run.session) else {
      return try await removeCutShort(run)
    }
    let shown = try await world.catalog.session(run.session)?.position
    let finding = try await settle(run, outline, shown: shown, for: takeover)
    // Somebody else may have taken it over in the meantime.
    guard live[run.session] == nil else { return }
    let session = try adopting(run.session)
    do {
      try await session.adopt(finding, shown: shown)
    } catch {
      forget(run.session)
      throw error
    }
  }

  /// The catalog says that it runs, but there is no run: it ended without the catalog hearing of it.
  func closeWithoutRun(_ id: SessionID, for takeover: Takeover = .boot) async throws {
    guard let outline = try await outline(id) else { throw SessionErrors.nothingLeft(id) }
    let shown = try await world.catalog.session(id)?.position
    if let loss = outline.loss(shown: shown, run: nil, bootID: world.bootID) {
      guard takeover != .boot else { throw SessionErrors.lostEnd(id, loss) }
      try await reapUnknown(id)
    }
    let session = try adopting(id)
    do {
      try await session.adoptWithoutRun(shown: shown)
    } catch {
      forget(id)
      throw error
    }
  }

  private func outline(_ id: SessionID) async throws -> StoredOutline? {
    let directory = world.home.session(id).path
    return try await world.pool.run { try StoredOutline.read(directory: directory) }
  }

  /// A create that was cut short before its first commit: nobody was told of it, and no agent was started. The run's
  /// directory goes last, because it is what the session's is found by.
  ///
  /// A session that anything else knows of has lost its journal: nothing of it is touched.
  private func removeCutShort(_ run: FoundRun) async throws {
    let environment = environment()
    let (id, meta) = (run.session, world.home.session(run.session).meta)
    let isKnown = try await world.catalog.session(id) != nil
    try await world.pool.run {
      let isTold = try FileStatus.ifPresent(meta, following: false) != nil
      guard !isKnown, !isTold, run.finding.condition == .neverStarted else { throw SessionErrors.nothingLeft(id) }
      try environment.removeSessionDirectory(id)
      try environment.host.remove(id, run.finding.epoch)
    }
  }

  /// What there is of a run when its session is taken over. With a journal whose end is lost nobody goes on talking to an
  /// agent that knows more: the session is left alone until somebody decides.
  private func settle(
    _ run: FoundRun, _ outline: StoredOutline, shown: JournalPosition?, for takeover: Takeover
  ) async throws -> RunFinding {
    let (finding, host) = (run.finding, world.host)
    let isRunning = finding.condition == .running
    let loss = outline.loss(shown: shown, run: isRunning ? finding.epoch : nil, bootID: world.bootID)
    guard let loss else { return finding }
    guard takeover == .stop || takeover == .resume && !isRunning else {
      throw SessionErrors.lostEnd(run.session, loss)
    }
    try await reapUnknown(run.session)
    return try await world.pool.run { try host.inspect(run.session, finding.epoch) }
  }

  /// The lost end of the journal may have held a run, and with it the mark of an agent that still works: none is left
  /// beside the next one.
  private func reapUnknown(_ id: SessionID) async throws {
    let host = world.host
    _ = try await world.pool.run { try host.reapAll(id) }
  }
}

extension SessionRegistry {
  /// The shim that belongs to an `agh`.
  public static func shim(beside program: String) throws -> String {
    try ShimLauncher.executable(beside: program)
  }

  /// Reaps shims of this daemon that have ended.
  public func reapShims() {
    world.host.reapChildren()
  }

  /// Makes the catalog anew of the sessions on disk. A session whose journal cannot be read is left out, and named by
  /// ``diagnostics()``.
  ///
  /// - Returns: how many sessions there were, and whether every one could be read.
  public func rebuildCatalog() async throws -> (count: Int, isWhole: Bool) {
    let home = world.home
    let stored = try await world.pool.run { try StoredSessions.all(home) }
    for snapshot in stored.snapshots { try await world.catalog.restore(snapshot) }
    for (id, error) in stored.unreadable { leaveAlone(id, error) }
    return (stored.snapshots.count, stored.unreadable.isEmpty)
  }
}
