/// `[task.…]`
enum TaskSection {
  static let settings: [Setting] = [
    Setting("task.orchestration.summary_max_bytes", .positive, .integer(4096), .later),
    Setting("task.orchestration.context_body_max_bytes", .positive, .integer(8192), .later),
    Setting("task.orchestration.context_prior_attempts", .zeroOrMore, .integer(5), .later),
    Setting("task.orchestration.context_recent_events", .zeroOrMore, .integer(50), .later),
    Setting("task.orchestration.spawn_failure_limit", .positive, .integer(5), .later),
    Setting("task.orchestration.scheduler_bad_tick_threshold", .positive, .integer(6), .later),
    Setting("task.orchestration.scheduler_bad_tick_cooldown", seconds, .duration(.seconds(300)), .later),
    Setting(
      "task.orchestration.default_max_runtime", .duration(.zero...(.seconds(24 * 3600)), wholeSeconds: true),
      .duration(.zero), .later),
    Setting("task.orchestration.bridge_notification_timeout", seconds, .duration(.seconds(10)), .later),
    Setting(
      "task.orchestration.profile.default_coordinator_mode", .choice("inherit", "guided"), .text("inherit"), .later),
    Setting("task.orchestration.profile.default_worker_mode", .choice("inherit"), .text("inherit"), .later),
    Setting("task.orchestration.profile.default_sandbox_mode", .choice("inherit", "none"), .text("inherit"), .later),
    Setting("task.orchestration.profile.allow_task_provider_override", .boolean, .boolean(true), .laterSwitch),
    Setting("task.orchestration.profile.allow_task_sandbox_none", .boolean, .boolean(true), .laterSwitch),
    Setting(
      "task.orchestration.review.default_policy", .choice("none", "on_success", "on_failure", "always"),
      .text("none"), .later),
    Setting("task.orchestration.review.max_rounds", .positive, .integer(3), .later),
    Setting("task.orchestration.review.max_review_attempts", .positive, .integer(2), .later),
    Setting("task.orchestration.review.timeout", seconds, .duration(.seconds(1200)), .later),
    Setting("task.orchestration.review.rapid_terminal_window", seconds, .duration(.seconds(120)), .later),
    Setting("task.orchestration.review.rapid_terminal_limit", .positive, .integer(3), .later),
    Setting("task.orchestration.review.missing_work_max_items", .positive, .integer(20), .later),
    Setting("task.orchestration.review.missing_work_item_max_bytes", .positive, .integer(512), .later),
    Setting("task.orchestration.review.reason_max_bytes", .positive, .integer(2048), .later),
    Setting("task.orchestration.review.review_text_max_bytes", .positive, .integer(12_000), .later),
    Setting("task.orchestration.review.next_round_guidance_max_bytes", .positive, .integer(4096), .later),
    Setting(
      "task.orchestration.review.failure_policy", .choice("block_task", "fail_task"), .text("block_task"), .later),
    Setting("task.recovery.allow_agent_force", .boolean, .boolean(true), .laterSwitch),
  ]

  static let crossRules = [
    CrossRule(
      "task.orchestration.profile.default_sandbox_mode", "task.orchestration.profile.allow_task_sandbox_none"
    ) { settings in
      guard settings["task.orchestration.profile.default_sandbox_mode"] == .text("none"),
        settings["task.orchestration.profile.allow_task_sandbox_none"] == .boolean(false)
      else { return nil }
      return "may be \"none\" only while task.orchestration.profile.allow_task_sandbox_none is true"
    }
  ]

  private static let seconds = SettingRule.duration(.seconds(1)...SettingRule.longest, wholeSeconds: true)
}
