public import Home
internal import SQLite

extension Catalog {
  /// Stores what is known of a session, unless what is stored takes more of its journal into account.
  ///
  /// - Returns: whether it was stored.
  /// - Throws: ``CatalogError``.
  @discardableResult
  public func upsertSession(_ entry: SessionEntry) async throws -> Bool {
    try await write { try entry.upsert(in: $0) }
  }

  /// The session of that id, whatever its workspace, or nil.
  public func session(_ id: SessionID) async throws -> SessionEntry? {
    try await read { try SessionEntry.find(id, in: $0) }
  }

  /// One page of the sessions. A page costs the same however many are stored, with one filter or none.
  public func sessions(_ query: SessionQuery) async throws -> SessionPage {
    try await read { try query.page(in: $0) }
  }

  /// The sessions that a boot has to look at: those that were not stopped, oldest first.
  public func liveSessions() async throws -> [SessionEntry] {
    try await read { try SessionEntry.live(in: $0) }
  }

  /// How many sessions there are in each state; states without any are left out. Costs the same for any number.
  public func sessionCounts() async throws -> [String: Int] {
    try await read { transaction in
      let counts = try transaction.rows("SELECT state, count FROM session_counts WHERE count > 0") {
        ($0[0] as String, Int($0[1] as Int64))
      }
      return Dictionary(counts) { first, _ in first }
    }
  }

  /// Removes a session.
  ///
  /// - Returns: whether there was one.
  /// - Throws: ``CatalogError``.
  @discardableResult
  public func deleteSession(_ id: SessionID) async throws -> Bool {
    try await write { try $0.execute("DELETE FROM sessions WHERE id = ?", id.text) > 0 }
  }
}

extension SessionEntry {
  static func live(in transaction: borrowing Transaction<some Any>) throws -> [SessionEntry] {
    try transaction.rows(
      "\(selection) WHERE state NOT IN ('stopped', 'orphaned') ORDER BY created_at, id"
    ) { try SessionEntry($0) }
  }
}
