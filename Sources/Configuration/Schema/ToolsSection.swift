/// `[tools]`
enum ToolsSection {
  static let settings: [Setting] = [
    Setting("tools.enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("tools.hosted_mcp_enabled", .boolean, .boolean(true), .laterSwitch),
    Setting("tools.default_max_result_bytes", .integer(0...16_777_216), .integer(262_144), .laterUnlessTools),
    Setting("tools.hosted_mcp.bind_nonce_ttl_seconds", .integer(1...300), .integer(30), .laterUnlessTools),
    Setting(
      "tools.policy.external_default", .choice("disabled", "ask", "enabled"), .text("disabled"), .laterUnlessTools),
    Setting("tools.policy.approval_timeout_seconds", .integer(1...600), .integer(120), .laterUnlessTools),
    Setting("tools.policy.trusted_sources", .texts(trustedSource, mayBeEmpty: true), .texts([]), .laterUnlessTools),
  ]

  static let crossRules = [
    CrossRule("tools.policy.trusted_sources") { settings in
      let sources: [String] = settings.value("tools.policy.trusted_sources") ?? []
      let servers = (0..<(settings.counts["mcp_servers"] ?? 0)).compactMap { index in
        settings.value("mcp_servers[\(index)].name", as: String.self)
      }
      let unknown = sources.first { $0.hasPrefix("mcp:") && !servers.contains(String($0.dropFirst(4))) }
      return unknown.map { "names an MCP server that is not configured: \(SettingValue.quoted($0))" }
    }
  ]

  private static let trustedSource = TextForm(expectation: "mcp:<owner> or extension:<owner>") { text in
    guard let prefix = ["mcp:", "extension:"].first(where: text.hasPrefix) else { return false }
    let owner = text.utf8.dropFirst(prefix.utf8.count)
    guard let first = owner.first, (0x61...0x7A).contains(first), owner.count <= 64 else { return false }
    return owner.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "_-".utf8.contains($0) }
  }
}

extension Setting.Support {
  fileprivate static let laterUnlessTools = Setting.Support.later(unless: "tools.enabled")
}
