public import TextFormats

/// What `[providers.<id>]` says; nil where it says nothing, so that a built-in provider keeps its own.
public struct ProviderSettings: Sendable, Equatable {
  /// A credential that the daemon hands to the agent.
  public struct CredentialSlot: Sendable, Equatable {
    /// What people call it.
    public var name: String
    /// The variable that the agent reads.
    public var targetEnvironment: String
    /// `env:VAR` or `vault:providers/<provider>/<slot>`.
    public var secretReference: String
    /// What kind of secret it is, for people.
    public var kind: String?
    /// Whether a session cannot start without it.
    public var isRequired: Bool

    /// Makes a slot of its parts.
    public init(
      name: String, targetEnvironment: String, secretReference: String, kind: String? = nil, isRequired: Bool = false
    ) {
      self.name = name
      self.targetEnvironment = targetEnvironment
      self.secretReference = secretReference
      self.kind = kind
      self.isRequired = isRequired
    }
  }

  /// The name as the file has it.
  public var name: String
  /// Where the table stands.
  public var position: TextPosition?
  /// One command line, to be split by shell quoting.
  public var command: String?
  /// What people call it.
  public var displayName: String?
  /// The model of sessions that name none.
  public var defaultModel: String?
  /// `acp` or `pi_acp`.
  public var harness: String?
  /// The provider that the agent itself talks to.
  public var runtimeProvider: String?
  /// `native_cli`, `bound_secret` or `none`.
  public var authMode: String?
  /// Why no authentication is needed.
  public var noneSecurity: String?
  /// `filtered` or `isolated`.
  public var environmentPolicy: String?
  /// Variables that the agent gets in any case.
  public var environmentAllow: [String]?
  /// `operator` or `isolated`.
  public var homePolicy: String?
  /// A command that tells whether the agent is logged in.
  public var authStatusCommand: String?
  /// A command that logs the agent in.
  public var authLoginCommand: String?
  /// The credentials that agh hands over.
  public var credentialSlots: [CredentialSlot]?

  /// A table without keys.
  public init(name: String) {
    self.name = name
  }

  init(name: String, settings: Settings) {
    let path = SettingPath.child(of: "providers", name)
    func text(_ key: String) -> String? { settings.value("\(path).\(key)") }
    self.name = name
    position = settings.places[path]
    command = text("command")
    displayName = text("display_name")
    defaultModel = text("models.default")
    harness = text("harness")
    runtimeProvider = text("runtime_provider")
    authMode = text("auth_mode")
    noneSecurity = text("none_security")
    environmentPolicy = text("env_policy")
    environmentAllow = settings.value("\(path).env_allow")
    homePolicy = text("home_policy")
    authStatusCommand = text("auth_status_command")
    authLoginCommand = text("auth_login_command")
    credentialSlots = settings.counts["\(path).credential_slots"].map { count in
      (0..<count).map { CredentialSlot(settings, at: "\(path).credential_slots[\($0)]") }
    }
  }
}

extension ProviderSettings.CredentialSlot {
  fileprivate init(_ settings: Settings, at path: String) {
    self.init(
      name: settings.value("\(path).name") ?? "", targetEnvironment: settings.value("\(path).target_env") ?? "",
      secretReference: settings.value("\(path).secret_ref") ?? "", kind: settings.value("\(path).kind"),
      isRequired: settings.value("\(path).required") ?? false)
  }
}
