import Diagnostics

/// `[[hooks.declarations]]`
enum HooksSection {
  static let settings: [Setting] =
    [
      Setting(
        "hooks.declarations", .listOfTables, nil,
        .ignored("has no effect yet: hooks are not run, so nothing is denied or changed by them")),
      Setting("hooks.declarations[].name", .text(.nonEmpty), nil, isRequired: true),
      Setting("hooks.declarations[].event", .text(.nonEmpty), nil, isRequired: true),
      Setting("hooks.declarations[].mode", .choice("sync", "async"), .text("async")),
      Setting("hooks.declarations[].enabled", .boolean, .boolean(true)),
      Setting("hooks.declarations[].required", .boolean, .boolean(false)),
      Setting("hooks.declarations[].priority", .integer(-2_147_483_648...2_147_483_647)),
      Setting("hooks.declarations[].timeout", .anyDuration),
      Setting("hooks.declarations[].metadata.*", .text(.any)),
      Setting("hooks.declarations[].executor.kind", .choice("subprocess", "native", "wasm"), .text("subprocess")),
      Setting("hooks.declarations[].matcher.tool_read_only", .boolean),
    ] + matchers.map { Setting("hooks.declarations[].matcher.\($0)", .text(.any)) }
    + process(below: "hooks.declarations[]") + process(below: "hooks.declarations[].executor")

  static let crossRules = [
    CrossRule("hooks.declarations") { settings in
      for index in 0..<(settings.counts["hooks.declarations"] ?? 0) {
        if let fault = fault(of: "hooks.declarations[\(index)]", in: settings) { return "[\(index)] \(fault)" }
      }
      return nil
    }
  ]

  private static func fault(of path: String, in settings: Settings) -> String? {
    let nested = settings.places["\(path).executor"] != nil
    let flat = processKeys.contains { settings.places["\(path).\($0)"] != nil }
    if nested && flat { return "has executor fields both at the top and under executor" }
    let place = nested ? "\(path).executor" : path
    guard settings.value("\(place).command", as: String.self) != nil else { return "needs a command" }
    if settings["\(path).mode"] != .text("sync"), settings["\(path).required"] == .boolean(true) {
      return "cannot be required in async mode"
    }
    return settings.texts(in: "\(place).env").first { SecretNames.isSecretVariable($0.name) }.map { variable in
      "must move \(variable.name) from env to secret_env"
    }
  }

  private static let processKeys = ["command", "args", "env", "secret_env"]

  private static func process(below path: String) -> [Setting] {
    [
      Setting("\(path).command", .text(.nonEmpty)),
      Setting("\(path).args", .texts(.any, mayBeEmpty: true, unique: false)),
      Setting("\(path).env.*", .text(.any)),
      Setting("\(path).secret_env.*", .text(.secret(namespace: "hooks"))),
    ]
  }

  private static let matchers = [
    "agent_name", "workspace_id", "workspace_root", "session_type", "sandbox_id", "sandbox_backend", "sandbox_profile",
    "sync_direction", "input_class", "acp_event_type", "turn_id", "message_role", "message_delta_type", "tool_id",
    "tool_name", "decision_class", "compaction_reason", "compaction_strategy", "task_id", "run_id", "workflow_id",
    "coordination_channel_id", "coordinator_session_id", "release_reason", "parent_session_id", "root_session_id",
    "child_session_id", "spawn_role", "channel", "surface", "kind", "direction", "work_state", "agent_type",
  ]
}
