import Diagnostics

/// `[[mcp_servers]]`
enum MCPServersSection {
  static let notice = "has no effect yet: MCP servers are not handed to agents"

  static let settings: [Setting] =
    [Setting("mcp_servers", .listOfTables, nil, .ignored(notice))] + fields(below: "mcp_servers[]")

  static func fields(below path: String) -> [Setting] {
    [
      Setting("\(path).name", .text(.nonEmpty), nil, isRequired: true),
      Setting("\(path).transport", .choice("stdio", "http", "sse")),
      Setting("\(path).command", .text(.nonEmpty)),
      Setting("\(path).args", .texts(.any, mayBeEmpty: true, unique: false)),
      Setting("\(path).env.*", .text(.any)),
      Setting("\(path).secret_env.*", .text(.secret(namespace: "mcp"))),
      Setting("\(path).url", .text(.httpURL)),
      Setting("\(path).auth.type", .choice("oauth2_pkce"), nil, isRequired: true),
      Setting("\(path).auth.client_id", .text(.nonEmpty), nil, isRequired: true),
      Setting("\(path).auth.client_secret_ref", .text(.secret(namespace: "mcp"))),
      Setting("\(path).auth.issuer_url", .text(.httpURL)),
      Setting("\(path).auth.metadata_url", .text(.httpURL)),
      Setting("\(path).auth.authorization_url", .text(.httpURL)),
      Setting("\(path).auth.token_url", .text(.httpURL)),
      Setting("\(path).auth.revocation_url", .text(.httpURL)),
      Setting("\(path).auth.scopes", .texts(.nonEmpty, mayBeEmpty: true)),
    ]
  }

  static let crossRules = [
    CrossRule("mcp_servers") { settings in
      for index in 0..<(settings.counts["mcp_servers"] ?? 0) {
        if let fault = fault(of: "mcp_servers[\(index)]", in: settings) { return "[\(index)] \(fault)" }
      }
      return nil
    }
  ]

  /// The transport is the one that is named, else what the other keys imply.
  private static func fault(of path: String, in settings: Settings) -> String? {
    func has(_ key: String) -> Bool { settings.places["\(path).\(key)"] != nil }
    let transport: String = settings.value("\(path).transport") ?? (has("url") ? "http" : "stdio")
    if transport != "stdio" {
      if !has("url") { return "needs a url for transport \(transport)" }
      return ["command", "secret_env"].first(where: has).map { "has a \($0), which only transport stdio takes" }
    }
    if !has("command") { return "needs a command" }
    if let remote = ["url", "auth"].first(where: has) { return "has \(remote), which transport stdio does not take" }
    for variable in settings.texts(in: "\(path).env") {
      if ["NODE_OPTIONS", "PYTHONPATH", "PYTHONHOME", "LD_PRELOAD"].contains(variable.name)
        || variable.name.hasPrefix("DYLD_")
      {
        return "may not set \(variable.name)"
      }
      if SecretNames.isSecretVariable(variable.name) { return "must move \(variable.name) from env to secret_env" }
    }
    return nil
  }
}
