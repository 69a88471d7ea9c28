import Diagnostics
import Home
import Journal
import Platform

extension SessionRegistry {
  /// The live session of that name. One whose journal had failed is opened again first, after its journal was verified;
  /// its agent has waited at its spool. One that was left alone when the daemon started is taken over now.
  func working(_ id: SessionID, for takeover: Takeover) async throws -> LiveSession? {
    if leaving.contains(id) { throw SessionErrors.notFound(id.text) }
    return try await taken(id, for: takeover)
  }

  /// The same for a session that may be on its way out.
  func taken(_ id: SessionID, for takeover: Takeover) async throws -> LiveSession? {
    if leftAlone[id] != nil { try await adoptLeftAlone(id, for: takeover) }
    guard let session = live[id] else { return nil }
    guard let failure = session.shown.failure else { return session }
    let epoch = await session.epoch
    let (directory, host) = (world.home.session(id).path, world.host)
    let finding = try await world.pool.run {
      let reader = try StoredJournal.reader(directory: directory)
      defer { reader.close() }
      if let problem = try reader.verify().problem { throw SessionErrors.damaged(id, "\(problem)") }
      // Sound, but with less in it than the agent was told.
      if failure.code == .journalCorrupt, takeover == .stop { _ = try host.reapAll(id) }
      return try host.inspect(id, epoch)
    }
    guard live[id] === session else { return live[id] }
    forget(id)
    let again = try adopting(id)
    do {
      try await again.adopt(finding)
    } catch {
      forget(id)
      throw error
    }
    return again
  }

  /// Sessions that run already are taken in whatever the limit is now.
  func adopting(_ id: SessionID) throws -> LiveSession {
    if gone.contains(id) { throw SessionErrors.notFound(id.text) }
    let session = try LiveSession(id: id, environment: environment())
    live[id] = session
    return session
  }
}

/// Who wants a session to be taken over that an earlier daemon has left.
enum Takeover: Sendable {
  /// A boot: what is damaged is left as it is.
  case boot
  /// Somebody wants to go on with it, with what is left of its journal when nothing runs any more.
  case resume
  /// Somebody wants it to end: an agent of which the journal does not know enough is killed.
  case stop
}
