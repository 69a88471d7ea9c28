public import Home
internal import SQLite

/// What all stored sessions take up together.
public struct JournalTotals: Sendable, Equatable {
  /// The bytes of the journals that are measured.
  public var bytes: Int64
  /// How many stopped sessions are not measured.
  public var unmeasured: Int

  /// Makes totals.
  public init(bytes: Int64, unmeasured: Int) {
    self.bytes = bytes
    self.unmeasured = unmeasured
  }
}

/// What is known about all sessions without a walk over them: sums and counts that change with their rows.
extension Catalog {
  /// The size of the stored journals, without those of the sessions named. Costs the same for any number of sessions.
  public func journalTotals(without live: [SessionID]) async throws -> JournalTotals {
    try await read { transaction in
      var bytes =
        try transaction.first("SELECT value FROM session_totals WHERE name = 'journal_bytes'") { $0[0] as Int64 } ?? 0
      for id in live {
        bytes -=
          try transaction.first("SELECT ifnull(journal_bytes, 0) FROM sessions WHERE id = ?", id.text) {
            $0[0] as Int64
          } ?? 0
      }
      let unmeasured = try transaction.first("SELECT count(*) FROM \(Self.unmeasured)") {
        Int($0[0] as Int64)
      }
      return JournalTotals(bytes: bytes, unmeasured: unmeasured ?? 0)
    }
  }

  /// Stopped sessions whose journals are not measured, by id.
  public func unmeasuredSessions(after id: SessionID?, limit: Int) async throws -> [SessionID] {
    try await read { transaction in
      let found = try transaction.rows(
        "SELECT id FROM \(Self.unmeasured) AND id > ? ORDER BY id LIMIT ?", id?.text ?? "", limit
      ) { $0[0] as String }
      return found.compactMap { SessionID($0) }
    }
  }

  /// Stores the sizes of journals of sessions that are still stopped and not measured.
  public func setJournalBytes(_ sizes: [SessionID: Int64]) async throws {
    try await write { transaction in
      for (id, bytes) in sizes {
        _ = try transaction.execute(
          "UPDATE sessions SET journal_bytes = ? WHERE id = ? AND \(Self.isUnmeasured)", bytes, id.text)
      }
    }
  }

  /// How many sessions failed, by kind; kinds without any are left out. Costs the same for any number of sessions.
  public func failureCounts() async throws -> [String: Int] {
    try await read { transaction in
      let counts = try transaction.rows("SELECT kind, count FROM failure_counts WHERE count > 0") {
        ($0[0] as String, Int($0[1] as Int64))
      }
      return Dictionary(counts) { first, _ in first }
    }
  }

  /// The sessions that failed last, the latest first, without those that people cancelled. Costs the same for any number
  /// of sessions.
  public func latestFailures(limit: Int) async throws -> [SessionEntry] {
    try await read { transaction in
      try transaction.rows(
        """
        \(SessionEntry.selection) INDEXED BY idx_sessions_failed WHERE failure_kind <> 'cancellation'
        ORDER BY updated_at DESC LIMIT ?
        """, limit
      ) { try SessionEntry($0) }
    }
  }

  /// As the index of them has it.
  private static let isUnmeasured = "journal_bytes IS NULL AND state = 'stopped'"
  /// SQLite would take the index of the state, and look at every stopped session.
  private static let unmeasured = "sessions INDEXED BY idx_sessions_unmeasured WHERE \(isUnmeasured)"
}
