/// Every key of `config.toml`.
///
/// Names, types, defaults and ranges are those of the public runtime (contract: operations §3.4 and §14.2) and a few
/// of our own; each section has a file in `Schema/`.
enum Schema {
  /// In the order in which a person meets them in the file.
  static let settings: [Setting] =
    DaemonSection.settings + HTTPSection.settings + DefaultsSection.settings + LimitsSection.settings
    + SessionSection.settings + PermissionsSection.settings + LogSection.settings + ProvidersSection.settings
    + AgentsSection.settings + ToolsSection.settings + ObservabilitySection.settings + MemorySection.settings
    + SkillsSection.settings + ExtensionsSection.settings + ModelCatalogSection.settings + AutomationSection.settings
    + TaskSection.settings + AutonomySection.settings + NetworkSection.settings + HooksSection.settings
    + MCPServersSection.settings + SandboxesSection.settings

  /// The rules that tie one key to another.
  static let crossRules: [CrossRule] =
    SessionSection.crossRules + AgentsSection.crossRules + ToolsSection.crossRules + MemorySection.crossRules
    + SkillsSection.crossRules + ExtensionsSection.crossRules + AutonomySection.crossRules + TaskSection.crossRules
    + DefaultsSection.crossRules + ProvidersSection.crossRules + HooksSection.crossRules + MCPServersSection.crossRules

  /// Keys of earlier releases of the public runtime and what took their place.
  static let removed: [String: String] = ProvidersSection.removed

  static let root = SchemaNode(settings: settings)
}

/// The schema as a tree: what may stand in a table.
struct SchemaNode: Sendable {
  private(set) var setting: Setting?
  private(set) var children: [String: SchemaNode] = [:]
  /// Keys in the order of declaration.
  private(set) var names: [String] = []
  /// At most one node each; an array only because a struct cannot hold itself.
  private var anyName: [SchemaNode] = []
  private var anyElement: [SchemaNode] = []

  /// What stands under a name that a person chooses.
  var wildcard: SchemaNode? { anyName.first }

  /// What stands in each element of a list of tables.
  var element: SchemaNode? { anyElement.first }

  init(settings: [Setting] = []) {
    for setting in settings { insert(setting, below: Self.segments(of: setting.path)[...]) }
  }

  private static func segments(of path: String) -> [String] {
    path.split(separator: ".").flatMap { part in
      part.hasSuffix("[]") ? [String(part.dropLast(2)), "[]"] : [String(part)]
    }
  }

  private mutating func insert(_ setting: Setting, below segments: ArraySlice<String>) {
    guard let first = segments.first else {
      self.setting = setting
      return
    }
    let rest = segments.dropFirst()
    switch first {
    case "*":
      var node = anyName.first ?? SchemaNode()
      node.insert(setting, below: rest)
      anyName = [node]
    case "[]":
      var node = anyElement.first ?? SchemaNode()
      node.insert(setting, below: rest)
      anyElement = [node]
    default:
      if children[first] == nil { names.append(first) }
      children[first, default: SchemaNode()].insert(setting, below: rest)
    }
  }
}
