import ShimProtocol

/// One agh home: the directory that holds everything a daemon has, and where each thing in it lies.
///
/// The value is only a path; nothing has to exist.
public struct HomeDirectory: Sendable, Hashable {
  /// Absolute, without a slash at the end.
  public let path: String

  /// Takes an absolute path.
  public init(path: String) {
    self.path = path
  }

  private func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The configuration; optional.
  public var configuration: String { file("config.toml") }

  /// The catalog, which can be rebuilt from the sessions.
  public var catalog: String { file("agh.db") }

  /// Where the daemon listens unless it is configured otherwise.
  public var socket: String { file("daemon.sock") }

  /// Locked as long as a daemon runs.
  public var lock: String { file("daemon.lock") }

  /// Who the running daemon is.
  public var daemonInfo: String { file("daemon.json") }

  /// Which home this is, and the generation of its latest daemon.
  public var identity: String { file("home.json") }

  /// Logs of the daemon.
  public var logs: String { file("logs") }

  /// The daemon's log.
  public var log: String { file("logs/agh.log") }

  /// The stored sessions.
  public var sessions: String { file("sessions") }

  /// The live shims.
  public var run: String { file("run") }

  /// The directory of a stored session.
  public func session(_ id: SessionID) -> SessionDirectory {
    SessionDirectory(path: "\(sessions)/\(id)")
  }

  /// The directory that holds the starts of a session's shim.
  public func runs(of session: SessionID) -> String { "\(run)/\(session)" }

  /// The directory of one start of a session's shim.
  public func run(of session: SessionID, _ epoch: Epoch) -> RunDirectory {
    RunDirectory(path: "\(run)/\(session)/\(epoch)")
  }

  /// The directory that a provider with a home of its own takes for the user's.
  public func provider(_ name: String) -> String { file("providers/\(name)") }

  /// The directories that every home has, in the order in which they are made.
  static let directories = ["agents", "skills", "memory", "sessions", "restarts", "logs", "run"]
}

/// `sessions/<id>/`
public struct SessionDirectory: Sendable, Hashable {
  /// Absolute.
  public let path: String

  /// What the session is, for programs that read files; a projection of the journal.
  public var meta: String { "\(path)/meta.json" }

  /// The journal: the truth about the session.
  public var journal: String { "\(path)/events.db" }
}

/// `run/<session>/<epoch>/`
public struct RunDirectory: Sendable, Hashable {
  /// Absolute.
  public let path: String

  /// Held by the shim as long as it lives.
  public var lock: String { "\(path)/\(RunFiles.lock)" }

  /// Who the shim is: one JSON line.
  public var identity: String { "\(path)/\(RunFiles.identity)" }

  /// Where the shim listens; may be longer than a socket address.
  public var socket: String { "\(path)/\(RunFiles.socket)" }

  /// The agent's output.
  public var spool: String { "\(path)/\(RunFiles.spool)" }

  /// The end of the agent's error output.
  public var errorOutput: String { "\(path)/\(RunFiles.standardError)" }

  /// How the agent ended: one JSON line.
  public var exit: String { "\(path)/\(RunFiles.exit)" }

  /// The agent's terminals.
  public var terminals: String { "\(path)/\(RunFiles.terminals)" }
}
