public import Configuration

/// An agent CLI that sessions can run, with everything that is said about it: built in, configured, or both.
public struct Provider: Sendable, Equatable {
  /// How agh talks to it.
  public enum Harness: String, Sendable {
    /// It speaks ACP by itself.
    case acp
    /// Pi's adapter, which is told through files which runtime it is to use.
    case piACP = "pi_acp"
  }

  /// Who holds its credentials.
  public enum AuthMode: String, Sendable {
    /// The agent's own login.
    case nativeCLI = "native_cli"
    /// agh, which hands them over in the environment.
    case boundSecret = "bound_secret"
    /// There are none.
    case none
  }

  /// What it sees of the daemon's environment.
  public enum EnvironmentPolicy: String, Sendable {
    /// Everything but secrets and what is the daemon's own.
    case filtered
    /// What an agent needs to run, and no more.
    case isolated
  }

  /// Which home directory it has.
  public enum HomePolicy: String, Sendable {
    /// The one of the user who runs the daemon.
    case `operator`
    /// One of its own in the agh home.
    case isolated
  }

  /// The name that requests and the configuration use.
  public var name: String
  /// What people call it.
  public var displayName: String
  /// The command that starts it: the program, then its arguments.
  public var command: [String]
  /// How agh talks to it.
  public var harness = Harness.acp
  /// The provider that the agent itself talks to, when that is another one.
  public var runtimeProvider: String?
  /// Who holds its credentials.
  public var authMode = AuthMode.nativeCLI
  /// Why it needs no authentication, as an operator declares it.
  public var noneSecurity: String?
  /// A command that logs the agent in.
  public var authLoginCommand: String?
  /// A command that tells whether the agent is logged in.
  public var authStatusCommand: String?
  /// What it sees of the daemon's environment.
  public var environmentPolicy = EnvironmentPolicy.filtered
  /// Variables that it gets in any case.
  public var environmentAllow: [String] = []
  /// Which home directory it has.
  public var homePolicy = HomePolicy.operator
  /// The credentials that agh hands over.
  public var credentialSlots: [ProviderSettings.CredentialSlot] = []
  /// The model of sessions that name none.
  public var defaultModel: String?
  /// Short names of models; a model's own id always wins.
  public var modelAliases: [String: String] = [:]
  /// The ids of the models that are known to work.
  public var curatedModels: [String] = []

  /// The id of the model that somebody means.
  public func model(named name: String) -> String {
    if curatedModels.contains(name) { return name }
    return modelAliases[name.lowercased()] ?? name
  }
}
