/// `[defaults]`
enum DefaultsSection {
  static let provider = Key(
    "defaults.provider", .text(.optionalSingleLine), "",
    "The provider of sessions that name none; \"rehearsal\" needs neither model nor key.")

  static let settings = [
    provider.setting,
    Setting("defaults.agent", .text(.nonEmpty), .text("general"), .later, "The agent of sessions that name none."),
    Setting("defaults.sandbox", .text(.any), .text(""), .later(accepting: .text("local"))),
  ]

  static let crossRules = [
    CrossRule("defaults.sandbox") { settings in
      let name: String = settings.value("defaults.sandbox") ?? ""
      let known = (settings.named["sandboxes"] ?? []).map(\.name) + ["", "local"]
      return known.contains(name) ? nil : "names a sandbox that is not configured: \(SettingValue.quoted(name))"
    }
  ]
}
