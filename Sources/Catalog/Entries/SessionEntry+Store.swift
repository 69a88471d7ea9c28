internal import Home
internal import Platform
internal import SQLite

extension SessionEntry {
  private static let columns = [
    "id", "name", "agent_name", "provider", "model", "reasoning_effort", "permissions", "workspace_id",
    "workspace_path", "channel", "session_type", "state", "acp_session_id", "stop_reason", "stop_detail",
    "failure_kind", "failure_summary", "crash_bundle_path", "subprocess_pid", "subprocess_started_at",
    "last_update_at", "stall_state", "stall_reason", "activity_json", "attached_to", "attach_expires_at",
    "parent_session_id", "root_session_id", "spawn_depth", "payload_json", "created_at", "updated_at",
    "journal_epoch", "applied_sequence", "journal_bytes",
  ]

  static let selection = "SELECT \(columns.joined(separator: ", ")) FROM sessions"

  /// An entry that takes less of the journal into account than the stored one changes nothing. After a power cut the
  /// journal may end earlier than what was stored of it: its epoch is a later one then, and counts first.
  private static let upsert = """
    INSERT INTO sessions(\(columns.joined(separator: ", ")))
    VALUES(\(columns.map { _ in "?" }.joined(separator: ", ")))
    ON CONFLICT(id) DO UPDATE SET \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
    WHERE (excluded.journal_epoch, excluded.applied_sequence) >= (journal_epoch, applied_sequence)
    """

  init(_ row: borrowing Row) throws {
    let id: String = row[0]
    let workspace: String = row[7]
    guard let id = SessionID(id) else { throw Row.damage("\"\(id)\" is no session") }
    guard let workspaceID = WorkspaceID(workspace) else { throw Row.damage("\"\(workspace)\" is no workspace") }
    self.init(
      id: id, agentName: row[2], workspaceID: workspaceID, state: row[11], createdAt: try row.time(30),
      updatedAt: try row.time(31))
    name = row[1]
    provider = row[3]
    model = row[4]
    reasoningEffort = row[5]
    permissions = row[6]
    workspacePath = row[8]
    channel = row[9]
    type = row[10]
    acpSessionID = row[12]
    stopReason = row[13]
    stopDetail = row[14]
    failureKind = row[15]
    failureSummary = row[16]
    crashBundlePath = row[17]
    subprocessPID = Int(row[18] as Int64)
    subprocessStartedAt = try row.optionalTime(19)
    lastUpdateAt = try row.optionalTime(20)
    stallState = row[21]
    stallReason = row[22]
    activity = row[23]
    attachedTo = row[24]
    attachExpiresAt = try row.optionalTime(25)
    parentSessionID = (row[26] as String?).flatMap(SessionID.init)
    rootSessionID = (row[27] as String?).flatMap(SessionID.init)
    spawnDepth = Int(row[28] as Int64)
    payload = row[29]
    journalEpoch = row[32]
    appliedSequence = row[33]
    journalBytes = row[34]
  }

  static func find(_ id: SessionID, in transaction: borrowing Transaction<some Any>) throws -> SessionEntry? {
    try transaction.first("\(selection) WHERE id = ?", id.text) { try SessionEntry($0) }
  }

  /// Returns whether the entry was stored.
  func upsert(in transaction: borrowing Transaction<WriteAccess>) throws -> Bool {
    try transaction.execute(
      Self.upsert, id.text, name, agentName, provider, model, reasoningEffort, permissions, workspaceID.text,
      workspacePath, channel, type, state, acpSessionID, stopReason, stopDetail, failureKind, failureSummary,
      crashBundlePath, subprocessPID, subprocessStartedAt?.fixed, lastUpdateAt?.fixed, stallState, stallReason,
      UTF8Text(activity),
      attachedTo, attachExpiresAt?.fixed, parentSessionID?.text, rootSessionID?.text, spawnDepth, UTF8Text(payload),
      createdAt.fixed, updatedAt.fixed, journalEpoch, appliedSequence, journalBytes) > 0
  }
}
