public import Diagnostics
import Home
import JSON
import Platform

/// Sessions that this daemon could not take over or read, and everything else that an operator has to know of.
extension SessionRegistry {
  /// What holds up live sessions, and which sessions were left alone when the daemon started, by session. Each finding
  /// names its session in `evidence.session_id`, and is gone when it is over.
  public func diagnostics() -> [DiagnosticItem] {
    let ids = Set(live.keys).union(leftAlone.keys).union(damaged.keys).union(unfinishedDeletions.keys)
    return ids.sorted { $0.text < $1.text }.flatMap(diagnostics(of:))
  }

  /// A session with what holds it up.
  func diagnosed(_ session: SessionSnapshot) -> SessionSnapshot {
    var session = session
    session.diagnostics = diagnostics(of: session.id)
    return session
  }

  private func diagnostics(of id: SessionID) -> [DiagnosticItem] {
    var conditions = live[id]?.shown.conditions ?? []
    if let failure = live[id]?.shown.failure, !conditions.contains(where: { $0.subject == .journal }) {
      conditions.append(SessionCondition(subject: .journal, error: failure))
    }
    if let alone = leftAlone[id] {
      conditions.append(alone)
    } else if let damage = damaged[id], !conditions.contains(where: { $0.subject == .journal }) {
      conditions.append(damage)
    }
    if let unfinished = unfinishedDeletions[id] { conditions.append(unfinished) }
    return conditions.map { $0.item(of: id) }
  }

  /// Reads the journal of a session. One that turns out to be damaged, which for a stopped session nobody looks for
  /// before, is named until it can be read again.
  func reading<Result: Sendable>(_ id: SessionID, _ body: () async throws -> Result) async throws -> Result {
    do {
      let result = try await body()
      if let condition = damaged.removeValue(forKey: id) {
        world.logger.info("this is over: \(condition.error.message)", ["session_id": .string(id.text)])
      }
      return result
    } catch {
      let known = (error as? any CataloguedError)?.catalogued
      if let known, known.code == .journalCorrupt { foundDamaged(id, known) }
      throw error
    }
  }

  private func foundDamaged(_ id: SessionID, _ error: AghError) {
    guard damaged.updateValue(SessionCondition(subject: .journal, error: error), forKey: id) == nil else { return }
    world.logger.error(
      "session \(id) cannot be read: \(error.message)",
      ["session_id": .string(id.text), "code": .string(error.code.rawValue)])
  }

  /// Takes note that a session could not be taken over or read.
  func leaveAlone(_ id: SessionID, _ error: any Error) {
    let condition = SessionCondition.notAdopted(id, error)
    leftAlone[id] = condition
    world.logger.error(
      "\(condition.error.message)",
      ["session_id": .string(id.text), "code": .string(condition.error.code.rawValue)])
  }

  /// Tries once more to take over a session that was left alone: nothing else may run it, because its agent may live.
  func adoptLeftAlone(_ id: SessionID, for takeover: Takeover) async throws {
    let host = world.host
    let found = try await world.pool.run { try host.runs() }
    if let error = found.unreadable[id] { throw SessionErrors.unreadableRun(id, error) }
    do {
      for run in found.runs where run.session == id { try await adopt(run, for: takeover) }
      if try await world.catalog.unstopped().contains(id), live[id] == nil {
        try await closeWithoutRun(id, for: takeover)
      }
      if live[id] == nil { try await restore(id) }
    } catch {
      let condition = SessionCondition.notAdopted(id, error)
      // A session that was deleted meanwhile is no longer left alone.
      if leftAlone[id] != nil { leftAlone[id] = condition }
      throw condition.error
    }
    guard let condition = leftAlone.removeValue(forKey: id) else { return }
    world.logger.info("this is over: \(condition.error.message)", ["session_id": .string(id.text)])
  }

  /// Fails with the reason for which a session was left alone.
  func checkNotLeftAlone(_ id: SessionID) throws {
    if let condition = leftAlone[id] { throw condition.error }
  }

  /// A stopped session that could not be read when the catalog was rebuilt.
  private func restore(_ id: SessionID) async throws {
    let home = world.home
    guard let snapshot = try await world.pool.run({ try StoredSessions.snapshot(id, home) }) else { return }
    try await world.catalog.restore(snapshot)
  }
}
