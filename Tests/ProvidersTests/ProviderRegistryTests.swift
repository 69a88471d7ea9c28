import Configuration
@testable import Providers
import Testing

@Suite struct ProviderRegistryTests {
  @Test func everyBuiltInProviderIsThere() throws {
    let all = try registry().all
    #expect(
      all.map(\.name) == [
        "rehearsal", "claude", "codex", "gemini", "opencode", "blackbox", "cline", "goose", "hermes", "junie",
        "kimi-cli", "openclaw", "openhands", "qoder", "qwen-code", "copilot", "cursor", "kiro", "pi", "openrouter",
        "zai", "moonshot", "vercel-ai-gateway", "xai", "minimax", "mistral", "groq",
      ])
    #expect(all.allSatisfy { !$0.command.isEmpty && $0.environmentPolicy == .filtered && $0.homePolicy == .operator })
    let withKeys = all.filter { $0.authMode == .boundSecret }
    #expect(withKeys.count == 8)
    #expect(withKeys.allSatisfy { $0.harness == .piACP && $0.credentialSlots.count == 1 && $0.runtimeProvider != nil })
  }

  @Test func theRehearsalAgentIsTheProgramItself() throws {
    let provider = try #require(try registry().provider(named: "rehearsal"))
    #expect(provider.command == ["/opt/agh/bin/agh", "rehearsal-agent"])
    #expect(provider.authMode == .none)
  }

  @Test(arguments: [
    ("claude-code", "claude"), ("Claude-Code", "claude"), ("qwen code", "qwen-code"), ("vercel", "vercel-ai-gateway"),
    ("kimi", "moonshot"), ("kimi-code", "kimi-cli"), ("x.ai", "xai"), ("glm", "zai"), ("mistralai", "mistral"),
    ("claude", "claude"),
  ])
  func otherNamesLeadToTheProvider(name: String, canonical: String) throws {
    #expect(try registry().provider(named: name)?.name == canonical)
  }

  @Test func everyOtherNameLeadsToAProviderThatExists() throws {
    let all = Set(try registry().all.map(\.name))
    #expect(BuiltInProviders.aliases.values.allSatisfy(all.contains))
    #expect(BuiltInProviders.aliases.keys.allSatisfy { !all.contains($0) && $0 == $0.lowercased() })
    for provider in try registry().all {
      #expect(provider.modelAliases.values.allSatisfy(provider.curatedModels.contains))
    }
  }

  @Test func modelsHaveShortNames() throws {
    let claude = try #require(try registry().provider(named: "claude"))
    #expect(claude.model(named: "opus") == "claude-opus-4-7")
    #expect(claude.model(named: "Sonnet") == "claude-sonnet-4-6")
    #expect(claude.model(named: "claude-haiku-4-5") == "claude-haiku-4-5")
    #expect(claude.model(named: "something-new") == "something-new")
  }

  @Test func aConfiguredProviderIsAdded() throws {
    let provider = try #require(
      try registry(
        """
        [providers.mine]
        command = "my-agent --flag 'two words'"
        display_name = "Mine"
        auth_mode = "none"
        none_security = "local_transport"
        env_policy = "isolated"
        env_allow = ["MY_TOKEN"]
        home_policy = "isolated"
        [providers.mine.models]
        default = "m-1"
        """
      ).all.last)
    #expect(
      provider
        == Provider(
          name: "mine", displayName: "Mine", command: ["my-agent", "--flag", "two words"], authMode: .none,
          noneSecurity: "local_transport", environmentPolicy: .isolated, environmentAllow: ["MY_TOKEN"],
          homePolicy: .isolated, defaultModel: "m-1"))
  }

  @Test func aBuiltInProviderIsChangedFieldByField() throws {
    let registry = try registry("[providers.claude-code]\ncommand = \"claude-acp\"\n")
    let claude = try #require(registry.provider(named: "claude"))
    #expect(claude.command == ["claude-acp"])
    #expect(claude.displayName == "Claude Code")
    #expect(claude.defaultModel == "claude-sonnet-4-6")
    #expect(registry.all.count == 27)
  }

  @Test func credentialsMakeAProviderABoundOne() throws {
    let registry = try registry(
      """
      [providers.mine]
      command = "x"
      [[providers.mine.credential_slots]]
      name = "key"
      target_env = "MY_KEY"
      secret_ref = "env:SOURCE"
      """)
    #expect(registry.provider(named: "mine")?.authMode == .boundSecret)
    #expect(registry.provider(named: "mine")?.credentialSlots.map(\.targetEnvironment) == ["MY_KEY"])
  }

  @Test func aBuiltInProviderWithoutCredentialsLosesItsSlots() throws {
    let groq = try #require(try registry("[providers.groq]\nauth_mode = \"native_cli\"\n").provider(named: "groq"))
    #expect(groq.credentialSlots.isEmpty)
  }

  private static let slot = "[[providers.p.credential_slots]]\nname = 'k'\ntarget_env = 'K'\nsecret_ref = 'env:K'\n"

  @Test(arguments: [
    ("[providers.p]\ndisplay_name = 'x'\n", "config.toml:1:12: providers.p.command is required"),
    ("[providers.p]\ncommand = \"x 'y\"\n", "config.toml:2:11: providers.p.command must be a program"),
    ("[providers.p]\ncommand = \"''\"\n", "config.toml:2:11: providers.p.command must be a program"),
    ("[providers.\"a/b\"]\ncommand = 'x'\n", "config.toml:1:12: providers.\"a/b\" needs a name without slashes"),
    (
      "[providers.p]\ncommand = 'x'\nauth_mode = 'bound_secret'\n",
      "config.toml:1:12: providers.p.credential_slots is required when auth_mode is bound_secret"
    ),
    (
      "[providers.p]\ncommand = 'x'\nauth_mode = 'native_cli'\n" + slot,
      "config.toml:4:15: providers.p.credential_slots requires auth_mode = \"bound_secret\""
    ),
    (
      "[providers.p]\ncommand = 'x'\nauth_mode = 'none'\nauth_login_command = 'y'\n" + slot,
      "config.toml:4:22: providers.p.auth_login_command cannot be set when auth_mode is none"
    ),
    (
      "[[providers.claude.credential_slots]]\nname = 'k'\ntarget_env = 'K'\nsecret_ref = 'env:K'\n",
      "config.toml:1:13: providers.claude.auth_mode must be \"bound_secret\" before credential_slots"
    ),
    ("[defaults]\nprovider = 'nope'\n", "config.toml:2:12: defaults.provider names an unknown provider \"nope\""),
    ("[defaults]\nprovider = 'rehersal'\n", "did you mean rehearsal?"),
    ("[autonomy.coordinator]\nprovider = 'nope'\n", "config.toml:2:12: autonomy.coordinator.provider names an unknown"),
  ])
  func whatIsWrongIsSaidWithItsPlace(text: String, expected: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try registry(text) }
    #expect(error?.problems.first?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test func aDefaultProviderMayBeCalledByAnotherName() throws {
    _ = try registry("[defaults]\nprovider = 'claude-code'\n")
    _ = try registry("[defaults]\nprovider = 'mine'\n[providers.mine]\ncommand = 'x'\n")
  }
}
