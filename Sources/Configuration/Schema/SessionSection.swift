/// `[session.…]`
enum SessionSection {
  static let startTimeout = Key(
    "session.limits.start_timeout", .positiveDuration, Duration.seconds(120),
    "How long an agent may take until its session is ready.")

  static let cancelGrace = Key(
    "session.supervision.timeout_cancel_grace", .positiveDuration, Duration.seconds(30),
    "How long an agent may take to end a turn that was cancelled.")

  static let settings: [Setting] = [
    startTimeout.setting,
    Setting("session.limits.timeout", .anyDuration, .duration(.zero), .later),
    Setting("session.supervision.activity_heartbeat_interval", .positiveDuration, .duration(.seconds(30)), .later),
    Setting("session.supervision.progress_notify_interval", .anyDuration, .duration(.seconds(600)), .laterOrZero),
    Setting("session.supervision.prompt_deadline", .anyDuration, .duration(.zero), .later),
    Setting("session.supervision.inactivity_warning_after", .anyDuration, .duration(.seconds(900)), .laterOrZero),
    Setting("session.supervision.inactivity_timeout", .anyDuration, .duration(.seconds(1800)), .laterOrZero),
    cancelGrace.setting,
    Setting(
      "session.busy_input.default_mode", .choice("queue", "interrupt", "steer", ""), .text("queue"),
      .later(accepting: .text(""))),
    Setting(
      "session.busy_input.queue_cap", .integer([0...0, 1...1000]), .integer(10), .later(accepting: .integer(0))),
    Setting(
      "session.busy_input.max_text_bytes", .integer([0...0, 512...1_048_576]), .integer(65_536),
      .later(accepting: .integer(0))),
  ]

  static let crossRules = [
    CrossRule.atMost("session.supervision.inactivity_warning_after", "session.supervision.inactivity_timeout")
  ]
}

extension Setting.Support {
  /// Zero switches it off.
  fileprivate static let laterOrZero = Setting.Support.later(accepting: .duration(.zero))
}
