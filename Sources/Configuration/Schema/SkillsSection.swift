/// `[skills]`
enum SkillsSection {
  static let settings: [Setting] = [
    Setting("skills.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("skills.disabled_skills", .texts(.nonEmpty, mayBeEmpty: true), .texts([]), .ignored(notice)),
    Setting("skills.poll_interval", .positiveDuration, .duration(.seconds(3)), .later(unless: "skills.enabled")),
    Setting("skills.allowed_marketplace_mcp", .texts(.nonEmpty, mayBeEmpty: true), .texts([]), .later),
    Setting("skills.allowed_marketplace_hooks", .texts(.nonEmpty, mayBeEmpty: true), .texts([]), .later),
    Setting("skills.marketplace.registry", .text(.oneOfOrEmpty(["clawhub"])), .text(""), .ignored(notice)),
    Setting("skills.marketplace.base_url", .text(.optionalHTTPURL), .text(""), .ignored(notice)),
  ]

  static let crossRules = [CrossRule.registryNeeded("skills.marketplace")]

  private static let notice = "has no effect yet: skills are not supported"
}
