internal import SQLite

/// The tables of `agh.db`, with the names and columns of the contract; times are text with nine fractional digits.
enum CatalogSchema {
  static let current = Schema([
    Migration(version: 1, name: "create_catalog", statements: state + workspaces + sessions + toolProcesses),
    Migration(version: 2, name: "measure_sessions", compatibleFrom: 1, statements: sizes + failures),
  ])

  private static let state = [
    // Facts about the catalog itself; today only why it has to be rebuilt.
    "CREATE TABLE catalog_state(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
  ]

  private static let workspaces = [
    """
    CREATE TABLE workspaces(id TEXT PRIMARY KEY, root_dir TEXT NOT NULL UNIQUE, add_dirs TEXT NOT NULL DEFAULT '[]',
      name TEXT NOT NULL UNIQUE, default_agent TEXT NOT NULL DEFAULT '', sandbox_ref TEXT NOT NULL DEFAULT '',
      created_at TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT
    """
  ]

  private static let sessions = [
    """
    CREATE TABLE sessions(id TEXT PRIMARY KEY, name TEXT, agent_name TEXT NOT NULL, provider TEXT NOT NULL DEFAULT '',
      workspace_id TEXT NOT NULL, session_type TEXT NOT NULL DEFAULT 'user', channel TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL, acp_session_id TEXT, stop_reason TEXT, stop_detail TEXT,
      subprocess_pid INTEGER NOT NULL DEFAULT 0, subprocess_started_at TEXT, last_update_at TEXT,
      stall_state TEXT NOT NULL DEFAULT '', stall_reason TEXT NOT NULL DEFAULT '',
      activity_json TEXT NOT NULL DEFAULT '', attached_to TEXT NOT NULL DEFAULT '', attach_expires_at TEXT,
      sandbox_id TEXT NOT NULL DEFAULT '', sandbox_backend TEXT NOT NULL DEFAULT 'local',
      sandbox_profile TEXT NOT NULL DEFAULT '', sandbox_instance_id TEXT NOT NULL DEFAULT '',
      sandbox_state TEXT NOT NULL DEFAULT '', sandbox_provider_state_json TEXT NOT NULL DEFAULT '',
      sandbox_last_sync_at TEXT, sandbox_last_sync_error TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL, failure_kind TEXT, failure_summary TEXT, crash_bundle_path TEXT,
      parent_session_id TEXT, root_session_id TEXT, spawn_depth INTEGER NOT NULL DEFAULT 0, spawn_role TEXT,
      ttl_expires_at TEXT, auto_stop_on_parent INTEGER NOT NULL DEFAULT 0,
      spawn_budget_json TEXT NOT NULL DEFAULT '{}', permission_policy_json TEXT NOT NULL DEFAULT '{}',
      soul_snapshot_id TEXT, soul_digest TEXT NOT NULL DEFAULT '', parent_soul_digest TEXT NOT NULL DEFAULT '',
      input_generation INTEGER NOT NULL DEFAULT 0,
      model TEXT, reasoning_effort TEXT, permissions TEXT, workspace_path TEXT,
      payload_json TEXT NOT NULL DEFAULT '{}', journal_epoch INTEGER NOT NULL DEFAULT 0,
      applied_sequence INTEGER NOT NULL DEFAULT 0) STRICT
    """,
    "CREATE INDEX idx_sessions_created ON sessions(created_at, id)",
    "CREATE INDEX idx_sessions_state ON sessions(state, created_at, id)",
    "CREATE INDEX idx_sessions_workspace ON sessions(workspace_id, created_at, id)",
    "CREATE INDEX idx_sessions_updated ON sessions(updated_at)",
    // What a boot has to look at, however many sessions are stored.
    "CREATE INDEX idx_sessions_live ON sessions(created_at, id) WHERE state NOT IN ('stopped', 'orphaned')",
    // Counting 10,000 rows for every status would make it cost more with every session.
    "CREATE TABLE session_counts(state TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TRIGGER sessions_counted_insert AFTER INSERT ON sessions BEGIN \(count("new", "+ 1")) END
    """,
    """
    CREATE TRIGGER sessions_counted_delete AFTER DELETE ON sessions BEGIN \(count("old", "- 1")) END
    """,
    """
    CREATE TRIGGER sessions_counted_update AFTER UPDATE OF state ON sessions WHEN old.state <> new.state
    BEGIN \(count("old", "- 1")) \(count("new", "+ 1")) END
    """,
  ]

  /// A table of the contract that operators query; nothing is recorded in it yet.
  private static let toolProcesses = [
    """
    CREATE TABLE tool_processes(id TEXT PRIMARY KEY, source TEXT NOT NULL, session_id TEXT NOT NULL DEFAULT '',
      turn_id TEXT NOT NULL DEFAULT '', tool_call_id TEXT NOT NULL DEFAULT '', terminal_id TEXT NOT NULL DEFAULT '',
      extension_name TEXT NOT NULL DEFAULT '', hook_name TEXT NOT NULL DEFAULT '', sandbox_id TEXT NOT NULL DEFAULT '',
      pid INTEGER NOT NULL DEFAULT 0, process_group_id INTEGER NOT NULL DEFAULT 0, command TEXT NOT NULL DEFAULT '',
      args_json TEXT NOT NULL DEFAULT '[]', cwd TEXT NOT NULL DEFAULT '', started_at TEXT,
      started_by_pid INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, exit_code INTEGER,
      error TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, updated_at TEXT NOT NULL, completed_at TEXT) STRICT
    """,
    "CREATE INDEX idx_tool_processes_state_updated ON tool_processes(state, updated_at)",
    "CREATE INDEX idx_tool_processes_session_turn ON tool_processes(session_id, turn_id)",
  ]

  /// The bytes of each stopped session's journal, NULL until they are measured, and their sum.
  private static let sizes = [
    "ALTER TABLE sessions ADD COLUMN journal_bytes INTEGER",
    "CREATE INDEX idx_sessions_unmeasured ON sessions(id) WHERE journal_bytes IS NULL AND state = 'stopped'",
    "CREATE TABLE session_totals(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "INSERT INTO session_totals(name, value) VALUES('journal_bytes', 0)",
    """
    CREATE TRIGGER sessions_summed_insert AFTER INSERT ON sessions WHEN new.journal_bytes IS NOT NULL
    BEGIN \(add("new.journal_bytes")) END
    """,
    """
    CREATE TRIGGER sessions_summed_delete AFTER DELETE ON sessions WHEN old.journal_bytes IS NOT NULL
    BEGIN \(add("- old.journal_bytes")) END
    """,
    """
    CREATE TRIGGER sessions_summed_update AFTER UPDATE OF journal_bytes ON sessions
    WHEN old.journal_bytes IS NOT new.journal_bytes
    BEGIN \(add("ifnull(new.journal_bytes, 0) - ifnull(old.journal_bytes, 0)")) END
    """,
  ]

  /// How many sessions failed in which way, and the way to the latest of them.
  private static let failures = [
    "CREATE INDEX idx_sessions_failed ON sessions(updated_at) WHERE failure_kind <> 'cancellation'",
    "CREATE TABLE failure_counts(kind TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """
    INSERT INTO failure_counts(kind, count)
      SELECT failure_kind, count(*) FROM sessions WHERE failure_kind IS NOT NULL GROUP BY failure_kind
    """,
    """
    CREATE TRIGGER failures_counted_insert AFTER INSERT ON sessions WHEN new.failure_kind IS NOT NULL
    BEGIN \(countFailure("new", "+ 1")) END
    """,
    """
    CREATE TRIGGER failures_counted_delete AFTER DELETE ON sessions WHEN old.failure_kind IS NOT NULL
    BEGIN \(countFailure("old", "- 1")) END
    """,
    """
    CREATE TRIGGER failures_counted_update AFTER UPDATE OF failure_kind ON sessions
    WHEN old.failure_kind IS NOT new.failure_kind
    BEGIN \(countFailure("old", "- 1")) \(countFailure("new", "+ 1")) END
    """,
  ]

  private static func add(_ bytes: String) -> String {
    "UPDATE session_totals SET value = value + (\(bytes)) WHERE name = 'journal_bytes';"
  }

  /// Nothing for a session that did not fail.
  private static func countFailure(_ row: String, _ change: String) -> String {
    """
    INSERT INTO failure_counts(kind, count) SELECT \(row).failure_kind, 0 \(change)
      WHERE \(row).failure_kind IS NOT NULL
      ON CONFLICT(kind) DO UPDATE SET count = count \(change);
    """
  }

  private static func count(_ row: String, _ change: String) -> String {
    """
    INSERT INTO session_counts(state, count) VALUES(\(row).state, 0 \(change))
      ON CONFLICT(state) DO UPDATE SET count = count \(change);
    """
  }
}
