import Configuration

/// The providers that need no configuration (contract: operations §14.1), and our own rehearsal agent.
enum BuiltInProviders {
  /// The name of the provider that needs neither model nor key.
  static let rehearsal = "rehearsal"

  /// All of them, in the order in which they are listed.
  ///
  /// - Parameter executable: the absolute path of `agh` itself, which is the rehearsal agent as well.
  static func all(executable: String) -> [Provider] {
    [rehearsalProvider(executable)] + native + piProviders
  }

  /// Other names of providers, in lower case.
  static let aliases: [String: String] = [
    "blackbox-ai": "blackbox", "blackboxai": "blackbox", "claude-code": "claude", "cline-cli": "cline",
    "goose-cli": "goose", "hermes-agent": "hermes", "junie-cli": "junie", "ai-gateway": "vercel-ai-gateway",
    "aigateway": "vercel-ai-gateway", "vercel": "vercel-ai-gateway", "vercel-gateway": "vercel-ai-gateway",
    "vercel-ai": "vercel-ai-gateway", "kimi": "moonshot", "kimi-coding": "moonshot", "moonshotai": "moonshot",
    "kimi cli": "kimi-cli", "kimi-code": "kimi-cli", "open-hands": "openhands", "openhands-cli": "openhands",
    "openclaw-cli": "openclaw", "open-code": "opencode", "opencode-ai": "opencode", "qoder-cli": "qoder",
    "qwen": "qwen-code", "qwen cli": "qwen-code", "qwen code": "qwen-code", "z.ai": "zai", "z-ai": "zai",
    "z_ai": "zai", "glm": "zai", "openrouter-ai": "openrouter", "openrouter-gateway": "openrouter",
    "minimax-ai": "minimax", "minimax-cn": "minimax", "grok": "xai", "x-ai": "xai", "x.ai": "xai",
    "mistralai": "mistral", "mistral-ai": "mistral",
  ]

  private static func rehearsalProvider(_ executable: String) -> Provider {
    Provider(
      name: rehearsal, displayName: "Rehearsal", command: [executable, "rehearsal-agent"], authMode: .none,
      noneSecurity: "local_transport")
  }

  private static let native: [Provider] = [
    Provider(
      name: "claude", displayName: "Claude Code", command: npx("@agentclientprotocol/claude-agent-acp@latest"),
      authLoginCommand: "claude auth login", defaultModel: "claude-sonnet-4-6",
      modelAliases: ["haiku": "claude-haiku-4-5", "opus": "claude-opus-4-7", "sonnet": "claude-sonnet-4-6"],
      curatedModels: ["claude-opus-4-7", "claude-sonnet-4-6", "claude-haiku-4-5"]),
    Provider(
      name: "codex", displayName: "Codex", command: npx("@zed-industries/codex-acp@latest"),
      authLoginCommand: "codex login", defaultModel: "gpt-5.4",
      modelAliases: ["gpt-5": "gpt-5.4", "gpt5": "gpt-5.4", "mini": "gpt-5.4-mini"],
      curatedModels: ["gpt-5.4", "gpt-5.4-mini", "gpt-5.3", "gpt-5.3-mini"]),
    Provider(
      name: "gemini", displayName: "Gemini CLI", command: ["gemini", "--acp"], defaultModel: "gemini-3.1-pro-preview",
      modelAliases: ["gemini": "gemini-3.1-pro-preview", "pro": "gemini-3.1-pro-preview"],
      curatedModels: ["gemini-3.1-pro-preview"]),
    Provider(
      name: "opencode", displayName: "OpenCode", command: npx("opencode-ai@latest", "acp"),
      authLoginCommand: "opencode auth login"),
    Provider(name: "blackbox", displayName: "BLACKBOX AI", command: ["blackbox", "--experimental-acp"]),
    Provider(name: "cline", displayName: "Cline", command: npx("cline@latest", "--acp")),
    Provider(name: "goose", displayName: "Goose", command: ["goose", "acp"]),
    Provider(name: "hermes", displayName: "Hermes", command: ["hermes", "acp"]),
    Provider(name: "junie", displayName: "Junie", command: ["junie", "--acp", "true"]),
    Provider(name: "kimi-cli", displayName: "Kimi CLI", command: ["kimi", "acp"]),
    Provider(name: "openclaw", displayName: "OpenClaw", command: ["openclaw", "acp"]),
    Provider(name: "openhands", displayName: "OpenHands", command: ["openhands", "acp"]),
    Provider(name: "qoder", displayName: "Qoder CLI", command: npx("@qoder-ai/qodercli@latest", "--acp")),
    Provider(
      name: "qwen-code", displayName: "Qwen Code",
      command: npx("@qwen-code/qwen-code@latest", "--acp", "--experimental-skills"), defaultModel: "qwen3.6-plus",
      modelAliases: ["qwen": "qwen3.6-plus"], curatedModels: ["qwen3.6-plus"]),
    Provider(name: "copilot", displayName: "GitHub Copilot CLI", command: ["copilot", "--acp", "--stdio"]),
    Provider(name: "cursor", displayName: "Cursor Agent", command: ["cursor-agent", "acp"]),
    Provider(name: "kiro", displayName: "Kiro CLI", command: ["kiro-cli-chat", "acp"]),
  ]

  private static let piProviders: [Provider] = [
    Provider(
      name: "pi", displayName: "Pi", command: npx("pi-acp@latest"), harness: .piACP, runtimeProvider: "anthropic",
      authLoginCommand: "npx -y pi-acp@latest --terminal-login", defaultModel: "claude-opus-4-7",
      curatedModels: ["claude-opus-4-7"]),
    pi("openrouter", "OpenRouter", model: "openai/gpt-5.4", key: "OPENROUTER_API_KEY"),
    pi("zai", "z.ai", model: "glm-4.6", key: "ZAI_API_KEY", aliases: ["glm": "glm-4.6"]),
    pi(
      "moonshot", "Moonshot / Kimi", runtime: "kimi-coding", model: "kimi-k2-thinking", key: "KIMI_API_KEY",
      aliases: ["kimi": "kimi-k2-thinking"]),
    pi(
      "vercel-ai-gateway", "Vercel AI Gateway", model: "anthropic/claude-opus-4-7", key: "AI_GATEWAY_API_KEY",
      aliases: ["opus": "anthropic/claude-opus-4-7"]),
    pi(
      "xai", "xAI", model: "grok-4-fast-non-reasoning", key: "XAI_API_KEY",
      aliases: ["grok": "grok-4-fast-non-reasoning"]),
    pi("minimax", "MiniMax", model: "MiniMax-M2.1", key: "MINIMAX_API_KEY"),
    pi("mistral", "Mistral", model: "devstral-medium-latest", key: "MISTRAL_API_KEY"),
    pi("groq", "Groq", model: "openai/gpt-oss-120b", key: "GROQ_API_KEY"),
  ]

  private static func npx(_ package: String, _ arguments: String...) -> [String] {
    ["npx", "-y", package] + arguments
  }

  /// A model service that Pi's adapter talks to with a key of ours.
  private static func pi(
    _ name: String, _ displayName: String, runtime: String? = nil, model: String, key: String,
    aliases: [String: String] = [:]
  ) -> Provider {
    Provider(
      name: name, displayName: displayName, command: npx("pi-acp@latest"), harness: .piACP,
      runtimeProvider: runtime ?? name, authMode: .boundSecret,
      credentialSlots: [
        ProviderSettings.CredentialSlot(
          name: "api_key", targetEnvironment: key, secretReference: "env:\(key)", kind: "api_key", isRequired: true)
      ], defaultModel: model, modelAliases: aliases, curatedModels: [model])
  }
}
