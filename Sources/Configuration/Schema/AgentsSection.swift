/// `[agents.…]`
enum AgentsSection {
  static let settings: [Setting] = [
    Setting("agents.soul.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("agents.soul.max_body_bytes", .positive, .integer(32_768), .later(unless: "agents.soul.enabled")),
    Setting(
      "agents.soul.context_projection_bytes", .positive, .integer(2048), .later(unless: "agents.soul.enabled")),
    Setting("agents.heartbeat.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("agents.heartbeat.max_body_bytes", .integer(1...1_048_576), .integer(32_768), .laterUnlessHeartbeat),
    Setting("agents.heartbeat.context_projection_bytes", .positive, .integer(4096), .laterUnlessHeartbeat),
    Setting("agents.heartbeat.min_interval", .positiveDuration, .duration(.seconds(300)), .laterUnlessHeartbeat),
    Setting("agents.heartbeat.default_interval", .positiveDuration, .duration(.seconds(1800)), .laterUnlessHeartbeat),
    Setting("agents.heartbeat.wake_cooldown", .positiveDuration, .duration(.seconds(60)), .laterUnlessHeartbeat),
    Setting("agents.heartbeat.max_wakes_per_cycle", .positive, .integer(25), .laterUnlessHeartbeat),
    Setting("agents.heartbeat.active_session_only", .boolean, .boolean(true), .laterUnlessHeartbeat),
    Setting("agents.heartbeat.allow_active_hours_preferences", .boolean, .boolean(true), .laterSwitch),
    Setting(
      "agents.heartbeat.wake_event_retention", .duration(.seconds(3600)...SettingRule.longest, wholeSeconds: false),
      .duration(.seconds(168 * 3600)), .laterUnlessHeartbeat),
    Setting(
      "agents.heartbeat.session_health_stale_after", .positiveDuration, .duration(.seconds(120)),
      .laterUnlessHeartbeat),
    Setting(
      "agents.heartbeat.session_health_hook_min_interval", .positiveDuration, .duration(.seconds(60)),
      .laterUnlessHeartbeat),
  ]

  static let crossRules = [
    CrossRule.atMost("agents.soul.context_projection_bytes", "agents.soul.max_body_bytes"),
    CrossRule("agents.soul.context_projection_bytes", "agents.soul.enabled") { settings in
      guard case .integer(let bytes)? = settings["agents.soul.context_projection_bytes"], bytes < 256,
        settings["agents.soul.enabled"] == .boolean(true)
      else { return nil }
      return "must be at least 256 while agents.soul.enabled is true, not \(bytes)"
    },
    CrossRule.atMost("agents.heartbeat.context_projection_bytes", "agents.heartbeat.max_body_bytes"),
    CrossRule.atMost("agents.heartbeat.min_interval", "agents.heartbeat.default_interval"),
  ]
}

extension Setting.Support {
  fileprivate static let laterUnlessHeartbeat = Setting.Support.later(unless: "agents.heartbeat.enabled")
}
