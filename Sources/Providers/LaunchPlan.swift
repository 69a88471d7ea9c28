public import Home

/// What somebody asks for when a session is to run an agent.
public struct LaunchRequest: Sendable, Equatable {
  /// The session it is for.
  public var session: SessionID
  /// The agent; nil is the configured default.
  public var agent: String?
  /// The provider; nil is the configured default.
  public var provider: String?
  /// The model; nil is the provider's default.
  public var model: String?
  /// `minimal`, `low`, `medium`, `high` or `xhigh`; nil leaves it to the agent.
  public var reasoningEffort: String?
  /// The working directory, absolute.
  public var directory: String

  /// Makes a request.
  public init(
    session: SessionID, agent: String? = nil, provider: String? = nil, model: String? = nil,
    reasoningEffort: String? = nil, directory: String
  ) {
    self.session = session
    self.agent = agent
    self.provider = provider
    self.model = model
    self.reasoningEffort = reasoningEffort
    self.directory = directory
  }
}

/// Everything that is decided about an agent before anything of it is made.
public struct LaunchPlan: Sendable, Equatable {
  /// The agent's name.
  public var agent: String
  /// The provider's own name.
  public var provider: String
  /// The model's id; nil when neither request nor provider names one.
  public var model: String?
  /// The effort that was asked for.
  public var reasoningEffort: String?
  /// The program by its absolute path, then its arguments.
  public var command: [String]
  /// The working directory.
  public var directory: String
  /// The whole environment of the agent: `NAME=value`, by name.
  public var environment: [String]
  /// The environment of its terminals: the same without credentials and without the session's own variables.
  public var terminalEnvironment: [String]
  /// The names of the daemon's variables that were kept from the agent.
  public var droppedVariables: [String]
  /// Credentials in the environment, to be masked wherever they appear.
  public var secrets: [String]
  /// Directories to make before the agent starts, in order.
  public var directories: [String]
}
