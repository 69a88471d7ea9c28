public import Home
import Platform

extension SessionRegistry {
  /// Ends a session's agent and removes everything of it. See ``SessionService``.
  public func delete(_ id: SessionID) async throws {
    await enter(id)
    leaving.insert(id)
    do {
      try await end(id)
      try await discard(id)
    } catch {
      leaving.remove(id)
      gone.remove(id)
      leave(id)
      throw error
    }
    leaving.remove(id)
    gone.remove(id)
    leave(id)
  }

  /// Finishes what a daemon that was killed had begun to delete.
  func finishDeletions() async throws {
    let deleted = world.deleted
    for id in try await world.pool.run({ try deleted.pending() }) { try await discard(id) }
  }

  /// Nothing of the agent is left when this returns, whatever state its journal is in.
  private func end(_ id: SessionID) async throws {
    if live[id] != nil || leftAlone[id] != nil {
      do {
        try await working(id)?.stop(StopIntent(cause: .userRequested, detail: "session deleted"))
      } catch {
        // Its journal takes no stop any more: the processes are ended below.
      }
    }
    if let session = live[id] {
      // One that waits for room on the disk would come back when there is some.
      await session.abandon()
      forget(id)
    }
    let host = world.host
    try await world.pool.run {
      let found = try host.runs()
      if let error = found.unreadable[id] { throw SessionErrors.unreadableRun(id, error) }
      for run in found.runs where run.session == id && run.isOurs {
        try host.destroy(id, run.finding.epoch)
        try host.remove(id, run.finding.epoch)
      }
    }
  }

  private func discard(_ id: SessionID) async throws {
    let deleted = world.deleted
    gone.insert(id)
    try await world.pool.run { try deleted.moveAway(id) }
    FaultPoint.hit("delete.moved")
    try await world.catalog.remove(id)
    FaultPoint.hit("delete.forgotten")
    leftAlone[id] = nil
    try await world.pool.run { try deleted.remove(id) }
  }
}
