import JSON
import Platform

/// How the state of the runtime is shown (contract: operations §8).
enum StatusView {
  /// The whole status.
  static func one(_ status: JSONValue, now: WallTime) -> Document {
    var document = Document(status, human: human(status, now: now), toon: [toon(status, now: now)])
    document.lines = ["daemon", "health", "providers", "mcp_servers"].map { section in
      [section: status[section] ?? .null, "section": .string(section)]
    }
    document.lines.append([
      "config": status["config"] ?? .null, "log_tail": status["log_tail"] ?? .null, "section": "diagnostics",
    ])
    return document
  }

  private static func human(_ status: JSONValue, now: WallTime) -> [HumanBlock] {
    let tables = [
      ("Findings", ["Severity", "Code", "Session", "Message", "Next"], findings(status)),
      ("Providers", ["Name", "State", "Mode", "Default", "Message"], providers(status)),
      ("MCP Servers", ["Name", "Runtime", "State", "Tools", "Reason"], servers(status)),
    ]
    return [runtime(status, now: now)]
      + tables.filter { !$0.2.isEmpty }.map { title, columns, rows in .table(title, columns: columns, rows: rows) }
  }

  private static func runtime(_ status: JSONValue, now: WallTime) -> HumanBlock {
    let daemon = status["daemon"] ?? .null
    let sessions = status["sessions"] ?? .null
    return .section(
      "Runtime",
      [
        ("Status", daemon.text("status")), ("PID", daemon.text("pid")), ("Started", daemon.moment("started_at")),
        ("Uptime", daemon.age("started_at", now: now)), ("Socket", daemon.text("socket")),
        ("HTTP", DaemonView.address(daemon)),
        ("Sessions", "\(sessions.text("active")) active / \(sessions.text("total")) total"),
        ("Health", (status["health"] ?? .null).text("status")),
        ("Config", (status["config"] ?? .null).text("status")),
        ("Log Tail", (status["log_tail"] ?? .null).text("status")),
      ])
  }

  private static func findings(_ status: JSONValue) -> [[String]] {
    (status["diagnostics"]?.array ?? []).map { finding in
      [
        finding.text("severity"), finding.text("code"), (finding["evidence"] ?? .null).text("session_id"),
        finding.text("message"), finding.text("suggested_command"),
      ]
    }
  }

  private static func providers(_ status: JSONValue) -> [[String]] {
    (status["providers"]?.array ?? []).map { provider in
      [
        provider.text("name"), provider.text("state"), provider.text("mode"),
        provider["default"]?.bool == true ? "yes" : " ", provider.text("message"),
      ]
    }
  }

  private static func servers(_ status: JSONValue) -> [[String]] {
    (status["mcp_servers"]?.array ?? []).map { server in
      [
        server.text("name"), server.text("runtime_status"), server.text("state"), server.text("tool_count"),
        server.text("reason"),
      ]
    }
  }

  private static func toon(_ status: JSONValue, now: WallTime) -> ToonBlock {
    let daemon = status["daemon"] ?? .null
    let sessions = status["sessions"] ?? .null
    return .object(
      "status",
      fields: [
        "status", "pid", "uptime", "health", "sessions_active", "sessions_total", "providers", "mcp_servers", "config",
      ],
      values: [
        daemon.text("status"), daemon.text("pid"), daemon.age("started_at", now: now),
        (status["health"] ?? .null).text("status"), sessions.text("active"), sessions.text("total"),
        String(status["providers"]?.array?.count ?? 0), String(status["mcp_servers"]?.array?.count ?? 0),
        (status["config"] ?? .null).text("status"),
      ])
  }
}
