/// `[sandboxes.<name>]`: only what comes to the same as no sandbox is taken yet.
enum SandboxesSection {
  static let settings: [Setting] = [
    Setting("sandboxes", .namedTables, nil, .effective),
    Setting(
      "sandboxes.*.backend", .choice("local", "daytona", "e2b"), .text("local"), .later, isRequired: true),
    Setting(
      "sandboxes.*.sync_mode", .choice("none", "session-bidirectional", "turn-bidirectional"), .text("none"), .later),
    Setting("sandboxes.*.persistence", .choice("transient", "reuse", "archive"), .text("transient"), .later),
    Setting("sandboxes.*.runtime_root", .text(.any), .text(""), .later),
    Setting("sandboxes.*.env.*", .text(.any), nil, .later),
    Setting("sandboxes.*.secret_env.*", .text(.secret(namespace: "sandbox")), nil, .later),
    Setting("sandboxes.*.network.allow_public_ingress", .boolean, .boolean(false), .later),
    Setting("sandboxes.*.network.allow_outbound", .boolean, .boolean(false), .later),
    Setting("sandboxes.*.network.allow_list", .texts(.nonEmpty, mayBeEmpty: true), .texts([]), .later),
    Setting("sandboxes.*.network.deny_list", .texts(.nonEmpty, mayBeEmpty: true), .texts([]), .later),
    Setting("sandboxes.*.network.required", .boolean, .boolean(false), .later),
    Setting("sandboxes.*.daytona.api_url", .text(.optionalHTTPURL), .text(""), .later),
    Setting("sandboxes.*.daytona.target", .text(.any), .text(""), .later),
    Setting("sandboxes.*.daytona.image", .text(.any), .text(""), .later),
    Setting("sandboxes.*.daytona.snapshot", .text(.any), .text(""), .later),
    Setting("sandboxes.*.daytona.class", .text(.any), .text(""), .later),
    Setting("sandboxes.*.daytona.auto_stop", .text(.any), .text(""), .later),
    Setting("sandboxes.*.daytona.auto_archive", .text(.any), .text(""), .later),
  ]
}
