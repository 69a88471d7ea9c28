/// A request for a new session (contract: sessions §19.1).
public struct NewSession: Sendable, Equatable {
  /// The agent's name; nil means the default of the workspace or the configuration.
  public var agentName: String?
  /// The provider; nil means the agent's or the configuration's.
  public var provider: String?
  /// The model to ask for.
  public var model: String?
  /// The reasoning effort to ask for.
  public var reasoningEffort: String?
  /// A name for people.
  public var name: String?
  /// A registered workspace, by id or name. Exactly one of `workspace` and `workspacePath` is set.
  public var workspace: String?
  /// An absolute directory, registered on the way when it is not yet.
  public var workspacePath: String?
  /// Whether to wait for the agent.
  public var wait = true
  /// SHA-256 of the request's body in hex, for idempotency.
  public var bodyHash = ""

  /// An empty request.
  public init() {}
}
