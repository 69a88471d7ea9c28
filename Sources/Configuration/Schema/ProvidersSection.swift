/// `[providers.<id>]`: agents besides the built-in ones, and changes to those.
///
/// What depends on a built-in provider of the same name is checked when providers are resolved.
enum ProvidersSection {
  static let settings: [Setting] =
    [
      Setting("providers", .namedTables, nil, .effective),
      Setting(
        "providers.*.command", .text(.singleLine), nil, .effective, "The command that starts the agent; no shell."),
      Setting("providers.*.display_name", .text(.any), nil, .effective, "What people call it."),
      Setting("providers.*.models.default", .text(.nonEmpty), nil, .effective, "The model of sessions that name none."),
      Setting("providers.*.harness", .choice("acp", "pi_acp"), nil, .effective),
      Setting("providers.*.runtime_provider", .text(.any), nil, .effective),
      Setting(
        "providers.*.auth_mode", .choice("native_cli", "bound_secret", "none"), nil, .effective,
        "Who holds the credentials: the agent's own login, agh, or nobody."),
      Setting(
        "providers.*.none_security", .choice("local_transport", "external_identity", "public_readonly"), nil, .effective
      ),
      Setting(
        "providers.*.env_policy", .choice("filtered", "isolated"), nil, .effective,
        "What the agent sees of the daemon's environment: all but secrets, or what it needs."),
      Setting(
        "providers.*.env_allow", .texts(.environmentName, mayBeEmpty: true), nil, .effective,
        "Variables that the agent gets in any case."),
      Setting(
        "providers.*.home_policy", .choice("operator", "isolated"), nil, .effective,
        "Whether the agent has the user's home directory or one of its own."),
      Setting(
        "providers.*.auth_login_command", .text(.singleLine), nil, .effective,
        "A command that logs the agent in; it is told to people, who run it."),
      Setting("providers.*.credential_slots", .listOfTables, nil, .effective),
      Setting("providers.*.credential_slots[].name", .text(.nonEmpty), nil, .effective, isRequired: true),
      Setting("providers.*.credential_slots[].target_env", .text(.environmentName), nil, .effective, isRequired: true),
      Setting("providers.*.credential_slots[].secret_ref", .text(.providerSecret), nil, .effective, isRequired: true),
      Setting("providers.*.credential_slots[].kind", .text(.any), nil, .effective),
      Setting("providers.*.credential_slots[].required", .boolean, .boolean(false), .effective),

      Setting("providers.*.session_mcp", .boolean, .boolean(true), .laterSwitch),
      Setting("providers.*.auth_status_command", .text(.singleLine), nil, .ignored("is shown, but not run yet")),
      Setting("providers.*.transport", .text(.any), .text(""), .ignored("is not used yet")),
      Setting("providers.*.base_url", .text(.optionalHTTPURL), .text(""), .ignored("is not used yet")),
      Setting("providers.*.models.curated", .listOfTables, nil, .ignored("is not used yet")),
      Setting("providers.*.models.curated[].id", .text(.nonEmpty), nil, isRequired: true),
      Setting("providers.*.models.curated[].display_name", .text(.any)),
      Setting("providers.*.models.curated[].context_window", .zeroOrMore),
      Setting("providers.*.models.curated[].max_input_tokens", .zeroOrMore),
      Setting("providers.*.models.curated[].max_output_tokens", .zeroOrMore),
      Setting("providers.*.models.curated[].supports_tools", .boolean),
      Setting("providers.*.models.curated[].supports_reasoning", .boolean),
      Setting("providers.*.models.curated[].reasoning_efforts", .texts(.nonEmpty, mayBeEmpty: true)),
      Setting("providers.*.models.curated[].default_reasoning_effort", .text(.any)),
      Setting("providers.*.models.curated[].cost_input_per_million", .number(0...Double.greatestFiniteMagnitude)),
      Setting("providers.*.models.curated[].cost_output_per_million", .number(0...Double.greatestFiniteMagnitude)),
      Setting("providers.*.models.discovery.enabled", .boolean, .boolean(false), .later),
      Setting("providers.*.models.discovery.command", .text(.singleLine), nil, .ignored("is not used yet")),
      Setting("providers.*.models.discovery.endpoint", .text(.httpURL), nil, .ignored("is not used yet")),
      Setting("providers.*.models.discovery.timeout", .positiveDuration, nil, .ignored("is not used yet")),
      Setting("providers.*.mcp_servers", .listOfTables, nil, .ignored(MCPServersSection.notice)),
    ] + MCPServersSection.fields(below: "providers.*.mcp_servers[]")

  static let crossRules = [
    CrossRule("providers") { settings in
      for (name, _) in settings.named["providers"] ?? [] {
        let path = SettingPath.child(of: "", name)
        if let fault = modelFault(of: "providers.\(path)", in: settings) { return "[\(path)] \(fault)" }
      }
      return nil
    }
  ]

  private static func modelFault(of path: String, in settings: Settings) -> String? {
    var seen: Set<String> = []
    for index in 0..<(settings.counts["\(path).models.curated"] ?? 0) {
      let model = "\(path).models.curated[\(index)]"
      let id: String = settings.value("\(model).id") ?? ""
      if !seen.insert(id).inserted { return "has the curated model \(SettingValue.quoted(id)) twice" }
      let efforts: [String] = settings.value("\(model).reasoning_efforts") ?? []
      if let effort: String = settings.value("\(model).default_reasoning_effort"), !efforts.contains(effort) {
        return "has a default_reasoning_effort that is not among the reasoning_efforts of \(SettingValue.quoted(id))"
      }
    }
    let discovery = "\(path).models.discovery"
    if settings["\(discovery).command"] != nil, settings["\(discovery).endpoint"] != nil {
      return "has both a command and an endpoint for models.discovery"
    }
    return nil
  }

  static let removed = [
    "aliases": "name the provider by its own name",
    "default_model": "use models.default",
    "supported_models": "use models.curated",
    "supports_reasoning_effort": "use models.curated[].reasoning_efforts",
  ]
}
