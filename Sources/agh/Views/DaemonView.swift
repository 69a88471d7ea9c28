import Home
import JSON
import Platform

/// How the record of a daemon is shown (contract: operations §6.1).
enum DaemonView {
  /// One daemon, running or stopped.
  static func one(_ daemon: JSONValue, now: WallTime) -> Document {
    let values = [
      daemon.text("status"), daemon.text("pid"), daemon.moment("started_at"), daemon.age("started_at", now: now),
      daemon.text("socket"),
    ]
    let counts = [daemon.text("active_sessions"), daemon.text("total_sessions"), daemon.text("version")]
    let labels = [
      "Status", "PID", "Started", "Uptime", "Socket", "HTTP", "Active Sessions", "Total Sessions", "Version",
    ]
    return Document(
      daemon,
      human: [.section("Daemon", Array(zip(labels, values + [address(daemon)] + counts)))],
      toon: [
        .object(
          "daemon",
          fields: [
            "status", "pid", "started_at", "uptime", "socket", "http_host", "http_port", "active_sessions",
            "total_sessions", "version",
          ],
          values: values + [daemon.text("http_host"), daemon.text("http_port")] + counts)
      ])
  }

  /// The record of a daemon that does not answer, from what it left in the home. Nobody has counted its sessions.
  static func record(_ info: DaemonInfo, status: String) -> JSONValue {
    [
      "status": .string(status), "pid": .int(info.pid), "started_at": .string(info.startedAt.rfc3339),
      "socket": .string(info.socket), "http_host": .string(info.host), "http_port": .int(info.port),
      "version": .string(info.version),
    ]
  }

  /// The record that a daemon gave of itself, now that it has stopped and its agents with it.
  static func stopped(_ record: JSONValue) -> JSONValue {
    guard var object = record.object else { return record }
    object["status"] = "stopped"
    object["active_sessions"] = 0
    return .object(object)
  }

  /// `host:port`, or `off` when the daemon serves no TCP.
  static func address(_ daemon: JSONValue) -> String {
    guard let port = daemon["http_port"]?.int else { return "" }
    return port == 0 ? "off" : "\(daemon.text("http_host")):\(port)"
  }
}
