import Home

/// The home directory of a provider that does not share the user's: `$AGH_HOME/providers/<provider>`.
struct IsolatedHome {
  private let root: String

  init(_ provider: Provider, in home: HomeDirectory) {
    root = home.provider(provider.name)
  }

  /// The directories to make, in order.
  var directories: [String] {
    [AbsolutePath.parent(of: root), root] + Self.below.map { "\(root)/\($0)" }
  }

  /// The variables that lead programs there.
  var variables: [(name: String, value: String)] {
    [
      ("PROVIDER_HOME", root), ("HOME", root), ("XDG_CONFIG_HOME", "\(root)/.config"),
      ("XDG_DATA_HOME", "\(root)/.local/share"), ("XDG_CACHE_HOME", "\(root)/.cache"),
      ("CLAUDE_CONFIG_DIR", "\(root)/claude"), ("CODEX_HOME", "\(root)/codex"),
      ("PROVIDER_CODEX_HOME", "\(root)/codex"), ("OPENCODE_CONFIG_DIR", "\(root)/opencode"),
      ("PI_CODING_AGENT_DIR", "\(root)/.pi/agent"),
    ]
  }

  private static let below = [
    ".config", ".local", ".local/share", ".cache", "claude", "codex", "opencode", ".pi", ".pi/agent",
  ]
}
