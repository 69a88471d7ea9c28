/// The names of the files of a run directory, `run/<session>/<epoch>/`.
public enum RunFiles {
  /// Locked by the shim for as long as it lives.
  public static let lock = "lock"
  /// Who the shim is; see ``ShimIdentity``.
  public static let identity = "identity"
  /// The socket that a daemon attaches to.
  public static let socket = "sock"
  /// The directory of the agent's output; see ``SpoolRecord``.
  public static let spool = "spool"
  /// The end of the agent's standard error, at least the last 64 KiB.
  public static let standardError = "stderr"
  /// How it ended; see ``ExitRecord``.
  public static let exit = "exit"
  /// The directory of the terminals.
  public static let terminals = "terminals"

  /// The output of a terminal: u64 number of bytes that were dropped from the front, then what is kept.
  public static func terminalOutput(_ id: ByteText) -> String { "\(id).out" }

  /// The exit status of a terminal; see ``TerminalExit``.
  public static func terminalExit(_ id: ByteText) -> String { "\(id).exit" }
}
