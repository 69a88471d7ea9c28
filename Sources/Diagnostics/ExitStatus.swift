/// The exit statuses of `agh` (contract: operations §7).
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Everything that was asked for was done.
  case success = 0
  /// The request failed, was mistyped, or the configuration is wrong.
  case failure = 1
  /// The command must be run by an agent.
  case identityRequired = 64
  /// The agent's identity is out of date or belongs to something else.
  case identityStale = 65
  /// The daemon cannot be reached.
  case unavailable = 69
  /// A check found a warning.
  case warning = 70
  /// A check found an error.
  case error = 71
  /// The agent may not do this.
  case unauthorized = 77
  /// A check found the configuration invalid.
  case configuration = 78
  /// Ctrl-C ended the command, as shells number it.
  case interrupted = 130
}
