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
