/// `[autonomy.…]`
enum AutonomySection {
  static let settings: [Setting] = [
    Setting("autonomy.coordinator.enabled", .boolean, .boolean(false), .later),
    Setting("autonomy.coordinator.agent_name", .text(.nonEmpty), .text("coordinator"), .laterUnlessCoordinating),
    Setting("autonomy.coordinator.provider", .text(.any), .text(""), .laterUnlessCoordinating),
    Setting("autonomy.coordinator.model", .text(.any), .text(""), .laterUnlessCoordinating),
    Setting(
      "autonomy.coordinator.default_ttl", .duration(.seconds(60)...(.seconds(24 * 3600)), wholeSeconds: false),
      .duration(.seconds(7200)), .laterUnlessCoordinating),
    Setting("autonomy.coordinator.max_children", .integer(1...5), .integer(5), .laterUnlessCoordinating),
    Setting(
      "autonomy.coordinator.max_active_sessions_per_workspace", .positive, .integer(5), .laterUnlessCoordinating),
    Setting("autonomy.scheduler.fan_out_after", .positive, .integer(2), .later),
    Setting("autonomy.scheduler.spawn_after", .positive, .integer(4), .later),
    Setting("autonomy.scheduler.event_after", .positive, .integer(6), .later),
    Setting("autonomy.scheduler.needs_attention_after", .positive, .integer(10), .later),
    Setting("autonomy.scheduler.min_queued_age", .positiveDuration, .duration(.seconds(120)), .later),
  ]

  static let crossRules = [
    CrossRule.atMost("autonomy.scheduler.fan_out_after", "autonomy.scheduler.spawn_after"),
    CrossRule.atMost("autonomy.scheduler.spawn_after", "autonomy.scheduler.event_after"),
    CrossRule.atMost("autonomy.scheduler.event_after", "autonomy.scheduler.needs_attention_after"),
    CrossRule("autonomy.coordinator.provider", "autonomy.coordinator.model") { settings in
      guard settings["autonomy.coordinator.provider"] == .text(""),
        settings["autonomy.coordinator.model"] != .text("")
      else { return nil }
      return "is required when autonomy.coordinator.model is set"
    },
  ]
}

extension Setting.Support {
  fileprivate static let laterUnlessCoordinating = Setting.Support.later(unless: "autonomy.coordinator.enabled")
}
