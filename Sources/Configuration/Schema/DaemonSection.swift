/// `[daemon]`
enum DaemonSection {
  static let socket = Key(
    "daemon.socket", .path(.path), "daemon.sock", "The Unix socket of the daemon; at most 103 bytes long.")
  static let shutdownTimeout = Key(
    "daemon.shutdown_timeout", .duration(.seconds(1)...(.seconds(3600)), wholeSeconds: false), Duration.seconds(25),
    "How long a stop of the daemon may take; every agent is ended within it.")
  static let detachedLimit = Key(
    "daemon.detached_limit", .duration(.seconds(1)...SettingRule.longest, wholeSeconds: false),
    Duration.seconds(24 * 3600),
    "How long an agent goes on while no daemon runs.")

  static let settings =
    [socket.setting, shutdownTimeout.setting, detachedLimit.setting] + [
      Setting(
        "daemon.reload_timeouts.providers", .duration(.seconds(1)...(.seconds(60)), wholeSeconds: false),
        .duration(.seconds(5)), .later),
      Setting(
        "daemon.reload_timeouts.mcp", .duration(.seconds(1)...(.seconds(60)), wholeSeconds: false),
        .duration(.seconds(10)), .later),
      Setting(
        "daemon.reload_timeouts.bridges", .duration(.seconds(1)...(.seconds(300)), wholeSeconds: false),
        .duration(.seconds(30)), .later),
    ]
}
