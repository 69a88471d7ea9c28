internal import SQLite

/// The tables and views of `events.db`.
///
/// What operators query (`events`, `token_usage`, `hook_runs`) has the names and columns of the contract; rows are kept
/// narrow below, with names replaced by numbers.
enum JournalSchema {
  /// The file in a session's directory.
  static let fileName = "events.db"

  static let current = Schema([
    Migration(version: 1, name: "create_journal", statements: events + state + engine + usage + hooks),
    Migration(version: 2, name: "tool_calls", statements: toolCalls),
  ])

  /// Types that make up the bulk of a journal have the numbers 1 and 2, so that the index on types leaves them out.
  static let bulkTypes: [EventType: Int64] = [.agentMessage: 1, .thought: 2]
  /// The first number of all other names.
  static let firstFreeName: Int64 = 16

  private static let events = [
    "CREATE TABLE names(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(kind, name)) STRICT",
    refuse("UPDATE", on: "names"),
    refuse("DELETE", on: "names"),
    """
    CREATE TABLE event_rows(sequence INTEGER PRIMARY KEY CHECK(sequence > 0), turn INTEGER, type INTEGER NOT NULL,
      agent INTEGER NOT NULL, ts INTEGER NOT NULL, content TEXT NOT NULL,
      hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT
    """,
    refuse("UPDATE", on: "event_rows"),
    refuse("DELETE", on: "event_rows"),
    "CREATE INDEX event_rows_type ON event_rows(type) WHERE type > 2",
    // Where the turn changes from one event to the next: finds the events of a turn without an index over all rows.
    "CREATE TABLE turn_runs(first_sequence INTEGER PRIMARY KEY, turn INTEGER) STRICT",
    "CREATE INDEX turn_runs_turn ON turn_runs(turn)",
    """
    CREATE TABLE journal_epochs(journal_epoch INTEGER PRIMARY KEY, first_sequence INTEGER NOT NULL,
      key INTEGER NOT NULL) STRICT
    """,
    // (a|b)-(a&b) is a XOR b.
    """
    CREATE VIEW events AS SELECT
      printf('ev-%016x', (SELECT (e.key | r.sequence) - (e.key & r.sequence) FROM journal_epochs e
        WHERE e.first_sequence <= r.sequence ORDER BY e.journal_epoch DESC LIMIT 1)) AS id,
      r.sequence AS sequence,
      coalesce((SELECT name FROM names WHERE id = r.turn), '') AS turn_id,
      (SELECT name FROM names WHERE id = r.type) AS type,
      (SELECT name FROM names WHERE id = r.agent) AS agent_name,
      r.content AS content,
      \(timestamp("r.ts")) AS timestamp,
      lower(hex(r.hash)) AS hash
    FROM event_rows r
    """,
  ]

  private static let state = [
    """
    CREATE TABLE journal_state(id INTEGER PRIMARY KEY CHECK(id = 1), boot_id TEXT NOT NULL,
      open INTEGER NOT NULL CHECK(open IN (0, 1)), durable_sequence INTEGER NOT NULL) STRICT
    """
  ]

  private static let engine = [
    "CREATE TABLE records(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE turns(id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, state TEXT NOT NULL,
      first_sequence INTEGER NOT NULL, last_sequence INTEGER, rpc_id INTEGER, data TEXT NOT NULL) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE requests(number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, rpc_id TEXT NOT NULL,
      method TEXT NOT NULL, turn_id TEXT, state TEXT NOT NULL, line BLOB NOT NULL, data TEXT) STRICT
    """,
    """
    CREATE TABLE outbox(epoch INTEGER NOT NULL, position INTEGER NOT NULL, length INTEGER NOT NULL, bytes BLOB,
      rpc_id INTEGER, method TEXT NOT NULL, turn_id TEXT, PRIMARY KEY(epoch, position)) STRICT
    """,
    "CREATE TABLE keys(key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, turn_id TEXT) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE terminals(id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, turn_id TEXT, state TEXT NOT NULL,
      data TEXT NOT NULL) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE input_queue(id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, state TEXT NOT NULL,
      data TEXT NOT NULL) STRICT, WITHOUT ROWID
    """,
  ]

  /// Rows of their own, because one changes with almost every message of a busy agent.
  private static let toolCalls = [
    "CREATE TABLE tool_calls(id TEXT PRIMARY KEY, number INTEGER NOT NULL, data TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "DELETE FROM records WHERE name = 'tools'",
  ]

  private static let usage = [
    """
    CREATE TABLE usage_rows(turn_id TEXT PRIMARY KEY, input_tokens INTEGER, output_tokens INTEGER,
      total_tokens INTEGER, thought_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER,
      context_used INTEGER, context_size INTEGER, cost_amount REAL, cost_currency TEXT, ts INTEGER NOT NULL)
      STRICT, WITHOUT ROWID
    """,
    """
    CREATE VIEW token_usage AS SELECT turn_id, input_tokens, output_tokens, total_tokens, thought_tokens,
      cache_read_tokens, cache_write_tokens, context_used, context_size, cost_amount, cost_currency,
      \(timestamp("ts")) AS timestamp FROM usage_rows
    """,
  ]

  private static let hooks = [
    """
    CREATE TABLE hook_runs(id TEXT PRIMARY KEY, hook_name TEXT NOT NULL, event TEXT NOT NULL, source TEXT NOT NULL,
      mode TEXT NOT NULL, duration_ns INTEGER, outcome TEXT, dispatch_depth INTEGER, patch_applied TEXT, error TEXT,
      required INTEGER NOT NULL DEFAULT 0, recorded_at TEXT NOT NULL) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX idx_hook_runs_recorded_at ON hook_runs(recorded_at)",
  ]

  private static func refuse(_ change: String, on table: String) -> String {
    """
    CREATE TRIGGER \(table)_no_\(change.lowercased()) BEFORE \(change) ON \(table)
    BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END
    """
  }

  /// Nanoseconds as the contract's text: always nine digits, so that text order is time order.
  private static func timestamp(_ column: String) -> String {
    "strftime('%Y-%m-%dT%H:%M:%S', \(column) / 1000000000, 'unixepoch') || printf('.%09dZ', \(column) % 1000000000)"
  }
}
