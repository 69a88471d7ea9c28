/// One key of the configuration, declared once: what it takes, what it is without a file, and whether it does
/// something in this version.
struct Setting: Sendable {
  /// The dotted path. `*` stands for a name that a person chooses, `[]` for each element of a list of tables.
  let path: String
  let rule: SettingRule
  /// Nil for tables, and for keys that have no value unless somebody sets one.
  let fallback: SettingValue?
  let support: Support
  /// Whether every table that this key belongs to must have it.
  let isRequired: Bool
  /// One sentence for people who edit the file.
  let summary: String

  /// What a key does in this version.
  enum Support: Sendable {
    /// It has its effect.
    case effective
    /// What it controls does not exist yet: only the default is taken, what `accepting` lists because it asks for
    /// nothing, and anything at all while the key `unless` switches the whole feature off.
    case later(accepting: [SettingValue], unless: String?)
    /// What it controls does not exist yet, but files in use have it: any valid value is taken, and reported.
    case ignored(String)
  }

  init(
    _ path: String, _ rule: SettingRule, _ fallback: SettingValue? = nil, _ support: Support = .effective,
    isRequired: Bool = false, _ summary: String = ""
  ) {
    self.path = path
    self.rule = rule
    self.fallback = fallback
    self.support = support
    self.isRequired = isRequired
    self.summary = summary
  }
}

extension Setting.Support {
  /// Only the default is taken.
  static let later = Setting.Support.later(accepting: [], unless: nil)

  /// The default is taken, and what asks for nothing.
  static func later(accepting values: SettingValue...) -> Setting.Support { .later(accepting: values, unless: nil) }

  /// Only the default is taken while the feature is on.
  static func later(unless feature: String) -> Setting.Support { .later(accepting: [], unless: feature) }

  /// A switch of something that does not exist yet: on by default without effect, or off.
  static let laterSwitch = Setting.Support.later(accepting: [.boolean(false)], unless: nil)
}

/// A key that has its effect, with the Swift type of its value.
struct Key<Value: SettingRepresentable>: Sendable {
  let setting: Setting
  let fallback: Value

  var path: String { setting.path }

  init(_ path: String, _ rule: SettingRule, _ fallback: Value, _ summary: String) {
    setting = Setting(path, rule, fallback.settingValue, .effective, summary)
    self.fallback = fallback
  }
}
