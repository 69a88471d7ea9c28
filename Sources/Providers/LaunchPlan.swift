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
