public import Platform
internal import SQLite

extension Catalog {
  /// Stores what is known of a process.
  public func upsertToolProcess(_ entry: ToolProcessEntry) async throws {
    try await write { try entry.upsert(in: $0) }
  }

  /// Records the end of a process. One that has ended already keeps its first end.
  ///
  /// - Parameters:
  ///   - state: `completed`, `failed`, `interrupted` or `stale`.
  ///   - exitCode: nil when a signal ended it, or nobody knows.
  /// - Returns: whether the process was known and running.
  @discardableResult
  public func finishToolProcess(
    _ id: String, state: String, exitCode: Int?, error: String = "", at time: WallTime
  ) async throws -> Bool {
    try await write { transaction in
      try transaction.execute(
        """
        UPDATE tool_processes SET state = ?, exit_code = ?, error = ?, updated_at = ?, completed_at = ?
        WHERE id = ? AND state IN ('running', 'interrupting')
        """, state, exitCode, error, time.fixed, time.fixed, id) > 0
    }
  }

  /// Processes that were not seen to end, oldest first.
  public func unfinishedToolProcesses() async throws -> [ToolProcessEntry] {
    try await read { try ToolProcessEntry.unfinished(in: $0) }
  }
}
