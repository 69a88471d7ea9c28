import JSON
import Platform

/// How sessions are shown (contract: sessions §21).
enum SessionView {
  /// One session.
  static func one(_ session: JSONValue, now: WallTime) -> Document {
    var human: [HumanBlock] = [.section("Session", rows(session, now: now))]
    if let sandbox = session["sandbox"] { human.append(.section("Sandbox", sandboxRows(sandbox))) }
    if let capabilities = session["acp_caps"] { human.append(.section("Capabilities", capabilityRows(capabilities))) }
    return Document(session, human: human, toon: [toon(session)])
  }

  /// A list of sessions.
  static func list(_ sessions: [JSONValue], now: WallTime) -> Document {
    let columns = [
      "ID", "Name", "Agent", "Provider", "Backend", "State", "Badge", "Failure", "Workspace", "Channel", "Updated",
    ]
    let fields = [
      "id", "name", "agent_name", "provider", "sandbox_backend", "state", "badge", "failure_kind", "workspace",
      "channel", "updated_at",
    ]
    let rows = sessions.map { listCells($0) }
    return Document(
      .array(sessions),
      human: [
        .table(
          "Sessions", columns: columns, rows: zip(rows, sessions).map { $0 + [$1.age("updated_at", now: now)] })
      ],
      toon: [.list("sessions", fields: fields, rows: zip(rows, sessions).map { $0 + [$1.moment("updated_at")] })])
  }

  private static func rows(_ session: JSONValue, now: WallTime) -> [(label: String, value: String)] {
    let failure = session["failure"] ?? .null
    return [
      ("ID", session.text("id")), ("Name", session.text("name")), ("Agent", session.text("agent_name")),
      ("Provider", session.text("provider")), ("Workspace", workspace(session)), ("Channel", session.text("channel")),
      ("State", session.text("state")), ("Badge", session.text("badge")),
      ("Attached To", session.text("attached_to")), ("Attach Expires", session.moment("attach_expires_at")),
      ("Stop Reason", session.text("stop_reason")), ("Stop Detail", session.text("stop_detail")),
      ("Failure Kind", failure.text("kind")), ("Failure Summary", failure.text("summary")),
      ("Crash Bundle", failure.text("crash_bundle_path")), ("ACP Session", session.text("acp_session_id")),
      ("Created", session.moment("created_at")), ("Updated", session.moment("updated_at")),
      ("Age", session.age("created_at", now: now)),
    ]
  }

  private static func sandboxRows(_ sandbox: JSONValue) -> [(label: String, value: String)] {
    [
      ("Backend", sandbox.text("backend")), ("Profile", sandbox.text("profile")),
      ("Sandbox ID", sandbox.text("sandbox_id")), ("Instance ID", sandbox.text("instance_id")),
      ("State", sandbox.text("state")), ("Last Sync Error", sandbox.text("last_sync_error")),
    ]
  }

  private static func capabilityRows(_ capabilities: JSONValue) -> [(label: String, value: String)] {
    [
      ("Supports Load", capabilities.text("supports_load_session")), ("Modes", names(capabilities["supported_modes"])),
      ("Models", names(capabilities["supported_models"])),
    ]
  }

  private static func names(_ list: JSONValue?) -> String {
    (list?.array ?? []).compactMap(\.string).joined(separator: ", ")
  }

  private static func listCells(_ session: JSONValue) -> [String] {
    [
      session.text("id"), session.text("name"), session.text("agent_name"), session.text("provider"),
      (session["sandbox"] ?? .null).text("backend"), session.text("state"), session.text("badge"),
      (session["failure"] ?? .null).text("kind"), workspace(session), session.text("channel"),
    ]
  }

  private static func toon(_ session: JSONValue) -> ToonBlock {
    let failure = session["failure"] ?? .null
    return .object(
      "session",
      fields: [
        "id", "name", "agent_name", "provider", "sandbox_backend", "workspace", "channel", "state", "badge",
        "attached_to", "attach_expires_at", "stop_reason", "failure_kind", "failure_summary", "crash_bundle_path",
        "acp_session_id", "created_at", "updated_at",
      ],
      values: [
        session.text("id"), session.text("name"), session.text("agent_name"), session.text("provider"),
        (session["sandbox"] ?? .null).text("backend"), workspace(session), session.text("channel"),
        session.text("state"), session.text("badge"), session.text("attached_to"),
        session.moment("attach_expires_at"), session.text("stop_reason"), failure.text("kind"),
        failure.text("summary"), failure.text("crash_bundle_path"), session.text("acp_session_id"),
        session.moment("created_at"), session.moment("updated_at"),
      ])
  }

  /// The directory of the workspace, its id where the directory is not told.
  private static func workspace(_ session: JSONValue) -> String {
    let path = session.text("workspace_path")
    return path.isEmpty ? session.text("workspace_id") : path
  }
}
