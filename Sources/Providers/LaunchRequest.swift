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
