/// `[session.…]`
enum SessionSection {
  static let startTimeout = Key(
    "session.limits.start_timeout", .positiveDuration, Duration.seconds(120),
    "How long an agent may take until its session is ready.")

  static let progressAtMostEvery = Key(
    "session.supervision.activity_heartbeat_interval", .positiveDuration, Duration.seconds(30),
    "The shortest time between two reports that a turn is still running.")
  static let progressEvery = Key(
    "session.supervision.progress_notify_interval", .anyDuration, Duration.seconds(600),
    "How often a turn that takes long is reported as still running; 0 is never.")
  static let warningAfter = Key(
    "session.supervision.inactivity_warning_after", .anyDuration, Duration.seconds(900),
    "How long an agent may be silent in a turn until people are warned; 0 is for ever.")
  static let inactivityTimeout = Key(
    "session.supervision.inactivity_timeout", .anyDuration, Duration.seconds(1800),
    "How long an agent may be silent in a turn until the turn is cancelled; 0 is for ever.")
  static let promptDeadline = Key(
    "session.supervision.prompt_deadline", .anyDuration, Duration.zero,
    "How long a turn may take; 0 is for ever.")
  static let cancelGrace = Key(
    "session.supervision.timeout_cancel_grace", .positiveDuration, Duration.seconds(30),
    "How long an agent may take to end a turn that was cancelled.")

  static let settings: [Setting] = [
    startTimeout.setting,
    Setting("session.limits.timeout", .anyDuration, .duration(.zero), .later),
    progressAtMostEvery.setting, progressEvery.setting, warningAfter.setting, inactivityTimeout.setting,
    promptDeadline.setting, cancelGrace.setting,
    Setting(
      "session.busy_input.default_mode", .choice("queue", "interrupt", "steer", ""), .text("queue"),
      .later(accepting: .text(""))),
    Setting(
      "session.busy_input.queue_cap", .integer([0...0, 1...1000]), .integer(10), .ignored(noQueue)),
    Setting(
      "session.busy_input.max_text_bytes", .integer([0...0, 512...1_048_576]), .integer(65_536),
      .ignored(noQueue)),
  ]

  /// They bound a queue that is always empty: nothing is asked for that would not be done.
  private static let noQueue = "has no effect yet: there is no input queue, a busy session refuses a prompt"

  static let crossRules = [
    CrossRule.atMost(warningAfter.path, inactivityTimeout.path)
  ]
}
