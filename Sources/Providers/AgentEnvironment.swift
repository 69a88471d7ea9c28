import Diagnostics

/// What an agent sees of the daemon's environment: no secret that is not its own, and nothing that concerns only the
/// daemon.
struct AgentEnvironment: Equatable {
  /// What it gets.
  private(set) var variables: [String: String] = [:]
  /// The names that were kept from it.
  private(set) var dropped: [String] = []

  /// Sorts the daemon's environment for a provider.
  ///
  /// - Parameter foreign: variables that credentials of other providers come from.
  init(of daemon: [String: String], for provider: Provider, foreign: Set<String>) {
    for (name, value) in daemon {
      if Self.isGiven(name, value, to: provider, foreign: foreign) {
        variables[name] = value
      } else {
        dropped.append(name)
      }
    }
    dropped.sort()
  }

  private static func isGiven(_ name: String, _ value: String, to provider: Provider, foreign: Set<String>) -> Bool {
    if isDaemonsOwn(name) { return false }
    if provider.environmentAllow.contains(name) { return true }
    if SecretNames.isSecretVariable(name) || TokenShapes.isToken(value) || foreign.contains(name) { return false }
    switch provider.environmentPolicy {
    case .filtered: return true
    case .isolated: return isNeededByAgents(name)
    }
  }

  /// What concerns only the daemon: everything of agh itself (an agent gets its own), its service manager, and the
  /// shell that started it.
  private static func isDaemonsOwn(_ name: String) -> Bool {
    ownNames.contains(name) || ownPrefixes.contains(where: name.hasPrefix)
  }

  private static let ownNames: Set<String> = [
    "NOTIFY_SOCKET", "CREDENTIALS_DIRECTORY", "INVOCATION_ID", "JOURNAL_STREAM", "MAINPID", "MANAGERPID", "OLDPWD",
    "SHLVL", "_",
  ]

  private static let ownPrefixes = ["AGH_", "LISTEN_", "WATCHDOG_"]

  private static func isNeededByAgents(_ name: String) -> Bool {
    neededNames.contains(name) || neededPrefixes.contains(where: name.hasPrefix)
  }

  /// Operating system, locale, terminal, proxies, certificates, ssh-agent and toolchains.
  private static let neededNames: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TMP", "TEMP", "HOSTNAME", "PWD",
    "LANG", "LANGUAGE", "TZ", "TERM", "TERMINFO", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS",
    "LINES",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "FTP_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy",
    "ftp_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS", "SSH_AUTH_SOCK", "SSH_AGENT_PID", "EDITOR", "VISUAL", "PAGER", "PROVIDER_HOME",
    "PROVIDER_CODEX_HOME", "JAVA_HOME", "GOPATH", "GOROOT", "GOBIN", "GOPROXY", "CARGO_HOME", "RUSTUP_HOME", "NVM_DIR",
    "NVM_BIN", "VOLTA_HOME", "PNPM_HOME", "NODE_PATH", "PYENV_ROOT", "VIRTUAL_ENV", "CONDA_PREFIX", "RBENV_ROOT",
    "GEM_HOME", "GEM_PATH", "SDKMAN_DIR", "ANDROID_HOME", "DOTNET_ROOT", "DEVELOPER_DIR", "SWIFTLY_HOME_DIR",
  ]

  private static let neededPrefixes = ["LC_", "XDG_", "GIT_", "npm_config_", "NPM_CONFIG_", "UV_"]
}

extension AgentEnvironment {
  /// Sets a variable, whatever the policy says of it.
  mutating func set(_ name: String, _ value: String) {
    variables[name] = value
    dropped.removeAll { $0 == name }
  }

  /// `NAME=value`, by name, so that the same plan always looks the same.
  var entries: [String] {
    variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}
