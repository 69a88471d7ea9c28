/// `[automation]`
enum AutomationSection {
  static let settings: [Setting] =
    [
      Setting("automation.enabled", .boolean, .boolean(true), .laterSwitch),
      Setting("automation.timezone", .text(.timeZone), .text("UTC"), .laterUnlessAutomating),
      Setting("automation.max_concurrent_jobs", .positive, .integer(5), .laterUnlessAutomating),
    ] + fireLimit("automation.default_fire_limit", .integer(12), .duration(.seconds(3600)), .laterUnlessAutomating)
    + [Setting("automation.jobs", .listOfTables, nil, .laterUnlessAutomating)] + rule(below: "automation.jobs[]") + [
      Setting("automation.jobs[].schedule.mode", .text(.nonEmpty)),
      Setting("automation.jobs[].schedule.expr", .text(.any)),
      Setting("automation.jobs[].schedule.interval", .text(.any)),
      Setting("automation.jobs[].schedule.time", .text(.any)),
      Setting("automation.jobs[].task.title", .text(.any)),
      Setting("automation.jobs[].task.description", .text(.any)),
      Setting("automation.jobs[].task.network_channel", .text(.any)),
      Setting("automation.jobs[].task.owner.kind", .text(.any)),
      Setting("automation.jobs[].task.owner.ref", .text(.any)),
    ] + [Setting("automation.triggers", .listOfTables, nil, .laterUnlessAutomating)]
    + rule(below: "automation.triggers[]") + [
      Setting("automation.triggers[].event", .text(.nonEmpty), nil, isRequired: true),
      Setting("automation.triggers[].filter.*", .text(.any)),
      Setting("automation.triggers[].endpoint_slug", .text(.any)),
      Setting("automation.triggers[].webhook_id", .text(.any)),
      Setting("automation.triggers[].webhook_secret_ref", .text(.secret(namespace: "automation"))),
    ]

  /// What jobs and triggers share.
  private static func rule(below path: String) -> [Setting] {
    [
      Setting("\(path).name", .text(.nonEmpty), nil, isRequired: true),
      Setting("\(path).agent", .text(.any)),
      Setting("\(path).prompt", .text(.any)),
      Setting("\(path).scope", .choice("global", "workspace")),
      Setting("\(path).workspace", .text(.any)),
      Setting("\(path).enabled", .boolean),
      Setting("\(path).retry.strategy", .text(.nonEmpty)),
      Setting("\(path).retry.max_retries", .zeroOrMore),
      Setting("\(path).retry.base_delay", .anyDuration),
    ] + fireLimit("\(path).fire_limit", nil, nil, .effective)
  }

  private static func fireLimit(
    _ path: String, _ most: SettingValue?, _ window: SettingValue?, _ support: Setting.Support
  ) -> [Setting] {
    [
      Setting("\(path).max", .positive, most, support),
      Setting("\(path).window", .positiveDuration, window, support),
    ]
  }
}

extension Setting.Support {
  fileprivate static let laterUnlessAutomating = Setting.Support.later(unless: "automation.enabled")
}
