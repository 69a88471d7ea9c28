import Diagnostics
public import Home
import JSON
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

  /// Finishes what an earlier daemon had begun to delete. What cannot be finished is named and holds up nothing.
  func finishDeletions() async {
    let deleted = world.deleted
    let pending: [SessionID]
    do {
      pending = try await world.pool.run { try deleted.pending() }
    } catch {
      return world.logger.error("what is left of deleted sessions cannot be looked at: \(error)")
    }
    for id in pending {
      do {
        // The row of a session that was made since under the same name is that one's.
        if try await world.pool.run({ try !deleted.isBack(id) }) { try await world.catalog.remove(id) }
        try await world.pool.run { try deleted.remove(id) }
      } catch {
        noteUnfinished(id, error)
      }
    }
  }

  private func noteUnfinished(_ id: SessionID, _ error: any Error) {
    let condition = SessionCondition.notDeleted(id, error)
    unfinishedDeletions[id] = condition
    world.logger.error("\(condition.error.message)", ["session_id": .string(id.text)])
  }

  /// Nothing of the agent is left when this returns, whatever state its journal is in.
  private func end(_ id: SessionID) async throws {
    var isDamaged = leftAlone[id] != nil
    if live[id] != nil || isDamaged {
      do {
        try await taken(id, for: .stop)?.stop(StopIntent(cause: .userRequested, detail: "session deleted"))
      } catch {
        // Whatever keeps it from being stopped properly, its processes are ended below.
        isDamaged = true
      }
    }
    while let session = live[id] {
      // One that waits for room on the disk would come back when there is some.
      await session.abandon()
      if live[id] === session { forget(id) }
    }
    // From here on nobody takes it over: `adopting` looks at this.
    gone.insert(id)
    let host = world.host
    try await world.pool.run { [isDamaged] in
      let found = try host.runs()
      for run in found.runs where run.session == id && run.isOurs {
        try host.destroy(id, run.finding.epoch)
        try host.remove(id, run.finding.epoch)
      }
      guard isDamaged || found.unreadable[id] != nil else { return }
      // Who runs cannot be told from its files: everything with its mark is ended, and what lies there goes.
      _ = try host.reapAll(id)
      if found.unreadable[id] != nil { try host.discard(id) }
    }
  }

  private func discard(_ id: SessionID) async throws {
    let deleted = world.deleted
    try await world.pool.run { try deleted.moveAway(id) }
    FaultPoint.hit("delete.moved")
    try await world.catalog.remove(id)
    FaultPoint.hit("delete.forgotten")
    leftAlone[id] = nil
    damaged[id] = nil
    do {
      try await world.pool.run { try deleted.remove(id) }
    } catch {
      noteUnfinished(id, error)
      throw error
    }
    unfinishedDeletions[id] = nil
  }
}
