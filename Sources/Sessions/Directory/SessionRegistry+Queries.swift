import Diagnostics
public import Home
public import Journal
import Platform

extension SessionRegistry: SessionService {
  /// One session, live or stored. See ``SessionService``.
  public func session(_ id: SessionID) async throws -> SessionSnapshot {
    if gone.contains(id) { throw SessionErrors.notFound(id.text) }
    if let snapshot = live[id]?.shown.snapshot { return diagnosed(snapshot) }
    guard let stored = try await world.catalog.session(id) else {
      try checkNotLeftAlone(id)
      throw SessionErrors.notFound(id.text)
    }
    return diagnosed(live[id]?.shown.snapshot ?? stored)
  }

  /// A page of sessions. See ``SessionService``.
  public func list(_ query: SessionListQuery) async throws -> SessionPage {
    var page = try await world.catalog.list(query)
    // The catalog follows the live sessions by a moment; what is live is shown as it is.
    page.sessions = page.sessions.map { diagnosed(live[$0.id]?.shown.snapshot ?? $0) }
    return page
  }

  /// Counts for status. See ``SessionService``.
  public func counts() async throws -> SessionCounts {
    var counts = try await world.catalog.counts()
    counts.active = live.count
    return counts
  }

  /// Every permission request that waits for a person, oldest first. See ``SessionService``.
  public func pendingPermissions() async throws -> [PendingPermission] {
    var pending: [PendingPermission] = []
    for session in live.values where (session.shown.snapshot?.pendingPermissions ?? 0) > 0 {
      pending += await session.pendingPermissions()
    }
    return pending.sorted { $0.askedAt < $1.askedAt }
  }

  /// Events of a session, in ascending sequence. See ``SessionService``.
  public func events(_ id: SessionID, _ query: EventQuery) async throws -> EventPage {
    let snapshot = try await session(id)
    let directory = world.home.session(id).path
    let views = try await reading(id) {
      try await StoredJournal.read(directory: directory, pool: world.pool) { reader in
        let ids = EventIDs(try reader.journalEpochs())
        return try reader.events(query).map(ids.view)
      }
    }
    return EventPage(session: snapshot, events: views)
  }

  /// One event whole. See ``SessionService``.
  public func event(_ id: SessionID, sequence: Int64) async throws -> EventView {
    _ = try await session(id)
    let directory = world.home.session(id).path
    let view = try await reading(id) {
      try await StoredJournal.read(directory: directory, pool: world.pool) { reader in
        try reader.event(sequence).map(EventIDs(try reader.journalEpochs()).view)
      }
    }
    guard let view else { throw SessionErrors.eventNotFound(id, sequence) }
    return view
  }

  /// A feed of committed events after a cursor. See ``SessionService``.
  public func follow(_ id: SessionID, _ request: FollowRequest) async throws -> any EventFeed {
    let snapshot = try await session(id)
    let tail = live[id]?.tail ?? LiveTail(head: snapshot.head, ended: true)
    return JournalFeed(
      directory: world.home.session(id).path, request: request, tail: tail, pool: world.pool,
      shown: { [weak self] in
        guard let self else { return snapshot }
        return try await self.session(id)
      })
  }
}
