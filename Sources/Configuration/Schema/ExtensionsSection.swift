/// `[extensions]`
enum ExtensionsSection {
  static let settings: [Setting] =
    [
      Setting("extensions.marketplace.registry", .text(.oneOfOrEmpty(["github"])), .text(""), .later),
      Setting("extensions.marketplace.base_url", .text(.optionalHTTPURL), .text(""), .later),
      Setting("extensions.resources.allowed_kinds", .texts(.oneOf(kinds), mayBeEmpty: true), .texts([]), .later),
      Setting(
        "extensions.resources.max_scope", .text(.oneOfOrEmpty(["global", "workspace"])), .text(""), .later),
    ] + rateLimit("extensions.resources.snapshot_rate_limit")
    + rateLimit("extensions.resources.operator_write_rate_limit")

  static let crossRules = [
    CrossRule.registryNeeded("extensions.marketplace"),
    CrossRule.wholeRateLimit("extensions.resources.snapshot_rate_limit"),
    CrossRule.wholeRateLimit("extensions.resources.operator_write_rate_limit"),
  ]

  private static let kinds = [
    "agent", "agent.heartbeat", "agent.soul", "automation.job", "automation.trigger", "bridge.instance", "bundle",
    "bundle.activation", "hook.binding", "mcp_server", "skill", "tool",
  ]

  private static func rateLimit(_ table: String) -> [Setting] {
    [
      Setting("\(table).requests", .zeroOrMore, .integer(0), .later),
      Setting("\(table).window", .anyDuration, .duration(.zero), .later),
      Setting("\(table).queue", .zeroOrMore, .integer(0), .later),
    ]
  }
}

extension CrossRule {
  fileprivate static func wholeRateLimit(_ table: String) -> CrossRule {
    CrossRule("\(table).requests", "\(table).window", "\(table).queue") { settings in
      let isOff =
        settings["\(table).requests"] == .integer(0) && settings["\(table).window"] == .duration(.zero)
        && settings["\(table).queue"] == .integer(0)
      let isWhole = settings["\(table).requests"] != .integer(0) && settings["\(table).window"] != .duration(.zero)
      return isOff || isWhole ? nil : "and \(table).window must both be above zero, or all of [\(table)] zero"
    }
  }
}
