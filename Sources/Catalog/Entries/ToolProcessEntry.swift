public import Platform
internal import SQLite

/// A process that was started for a session (contract: table `tool_processes`).
public struct ToolProcessEntry: Sendable, Equatable {
  /// `proc_` and 32 hex digits.
  public var id: String
  /// `acp_agent`, `acp_terminal`, `hook`, `extension` or `subprocess`.
  public var source: String
  /// The session it runs for, or empty.
  public var sessionID = ""
  /// The turn it was started in, or empty.
  public var turnID = ""
  /// The tool call it belongs to, or empty.
  public var toolCallID = ""
  /// The terminal it is, or empty.
  public var terminalID = ""
  /// The hook it runs, or empty.
  public var hookName = ""
  /// Its process id; 0 while it is not known.
  public var pid = 0
  /// Its process group; 0 while it is not known.
  public var processGroupID = 0
  /// The program.
  public var command = ""
  /// Its arguments, with secrets masked.
  public var arguments: [String] = []
  /// Its working directory.
  public var workingDirectory = ""
  /// When it started.
  public var startedAt: WallTime?
  /// The process that started it; 0 when that is not known.
  public var startedByPID = 0
  /// `running`, `interrupting`, `interrupted`, `completed`, `failed` or `stale`.
  public var state: String
  /// Its exit code, once it ended by itself.
  public var exitCode: Int?
  /// What went wrong, or empty.
  public var error = ""
  /// When the entry was made.
  public var createdAt: WallTime
  /// When it last changed.
  public var updatedAt: WallTime
  /// When it ended.
  public var completedAt: WallTime?

  /// An entry of what every process has.
  public init(id: String, source: String, state: String, createdAt: WallTime, updatedAt: WallTime) {
    self.id = id
    self.source = source
    self.state = state
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension ToolProcessEntry {
  private static let columns = [
    "id", "source", "session_id", "turn_id", "tool_call_id", "terminal_id", "hook_name", "pid", "process_group_id",
    "command", "args_json", "cwd", "started_at", "started_by_pid", "state", "exit_code", "error", "created_at",
    "updated_at", "completed_at",
  ]

  private static let upsert = """
    INSERT INTO tool_processes(\(columns.joined(separator: ", ")))
    VALUES(\(columns.map { _ in "?" }.joined(separator: ", ")))
    ON CONFLICT(id) DO UPDATE SET \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
    """

  private init(_ row: borrowing Row) throws {
    self.init(
      id: row[0], source: row[1], state: row[14], createdAt: try row.time(17), updatedAt: try row.time(18))
    sessionID = row[2]
    turnID = row[3]
    toolCallID = row[4]
    terminalID = row[5]
    hookName = row[6]
    pid = Int(row[7] as Int64)
    processGroupID = Int(row[8] as Int64)
    command = row[9]
    arguments = try row.strings(10)
    workingDirectory = row[11]
    startedAt = try row.optionalTime(12)
    startedByPID = Int(row[13] as Int64)
    exitCode = (row[15] as Int64?).map(Int.init)
    error = row[16]
    completedAt = try row.optionalTime(19)
  }

  /// Processes that were not seen to end, oldest first.
  static func unfinished(in transaction: borrowing Transaction<some Any>) throws -> [ToolProcessEntry] {
    let columns = columns.joined(separator: ", ")
    return try transaction.rows(
      "SELECT \(columns) FROM tool_processes WHERE state IN ('running', 'interrupting') ORDER BY created_at, id"
    ) { try ToolProcessEntry($0) }
  }

  func upsert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      Self.upsert, id, source, sessionID, turnID, toolCallID, terminalID, hookName, pid, processGroupID, command,
      jsonArray(arguments), workingDirectory, startedAt?.fixed, startedByPID, state, exitCode, error, createdAt.fixed,
      updatedAt.fixed,
      completedAt?.fixed)
  }
}
