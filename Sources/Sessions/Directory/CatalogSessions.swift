import Catalog
import Diagnostics
import Home
import JSON
import Journal
import Platform

/// The catalog as the registry uses it, and the projections of live sessions into it and into `meta.json`.
struct CatalogSessions: SessionCatalog {
  let catalog: Catalog
  let home: HomeDirectory
  let pool: BlockingPool
  let redactor: Redactor

  func project(_ session: SessionSnapshot) async throws {
    let (home, redactor) = (home, redactor)
    var entry = SessionEntry(session)
    if session.state == .stopped {
      // Without a size it is measured later, by the next daemon at the latest.
      entry.journalBytes = try await pool.run { try? JournalSize.bytes(directory: home.session(session.id).path) }
    }
    try await catalog.upsertSession(entry)
    try await pool.run { try SessionMeta(session).write(to: home.session(session.id), redactor: redactor) }
  }

  func session(_ id: SessionID) async throws -> SessionSnapshot? {
    try await catalog.session(id).map(SessionSnapshot.init)
  }

  func list(_ query: SessionListQuery) async throws -> SessionPage {
    var stored = SessionQuery()
    let states = query.resumable && query.states.isEmpty ? [.active, .stopped] : query.states
    stored.states = states.map(\.rawValue)
    stored.order = query.newestFirst ? .newestFirst : .oldestFirst
    stored.limit = query.limit
    if let cursor = query.cursor {
      guard let read = SessionCursor(cursor) else { throw SessionErrors.badCursor(cursor) }
      stored.cursor = read
    }
    if let reference = query.workspace {
      stored.workspace = try await Workspaces(catalog: catalog, pool: pool).lookup(reference).id
    }
    let page = try await catalog.sessions(stored)
    return SessionPage(sessions: page.entries.map(SessionSnapshot.init), nextCursor: page.next?.text)
  }

  func counts() async throws -> SessionCounts {
    let counts = try await catalog.sessionCounts()
    return SessionCounts(
      active: counts.filter { $0.key != "stopped" && $0.key != "orphaned" }.values.reduce(0, +),
      total: counts.values.reduce(0, +), byState: counts)
  }

  func journals(without live: [SessionID]) async throws -> JournalTotals {
    try await catalog.journalTotals(without: live)
  }

  func failures(recent limit: Int) async throws -> SessionFailures {
    SessionFailures(
      byKind: try await catalog.failureCounts(),
      recent: try await catalog.latestFailures(limit: limit).map(SessionSnapshot.init))
  }

  func measureJournals() async throws {
    let home = home
    var last: SessionID?
    while !Task.isCancelled {
      let ids = try await catalog.unmeasuredSessions(after: last, limit: Self.measuredAtOnce)
      guard let end = ids.last else { return }
      let sizes = try await pool.run {
        Dictionary(
          uniqueKeysWithValues: ids.compactMap { id in
            (try? JournalSize.bytes(directory: home.session(id).path)).map { (id, $0) }
          })
      }
      if !sizes.isEmpty { try await catalog.setJournalBytes(sizes) }
      last = end
    }
  }

  /// Few enough that nobody who needs the threads in between waits long.
  private static let measuredAtOnce = 200

  func restore(_ session: SessionSnapshot) async throws {
    if try await catalog.workspace(id: session.workspaceID) == nil {
      let entry = WorkspaceEntry(
        id: session.workspaceID, rootDirectory: session.workspacePath, name: "", createdAt: session.createdAt,
        updatedAt: session.updatedAt)
      do {
        _ = try await catalog.addWorkspace(entry)
      } catch CatalogError.workspacePathTaken {
        // The directory was registered anew under another id; the session keeps the one it had.
      }
    }
    try await catalog.upsertSession(SessionEntry(session))
  }

  func remove(_ id: SessionID) async throws {
    try await catalog.deleteSession(id)
  }

  func unstopped() async throws -> [SessionID] {
    try await catalog.liveSessions().map(\.id)
  }
}
