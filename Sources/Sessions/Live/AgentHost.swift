import Home
import Platform

/// Starts agents under shims and finds those that earlier daemons started.
protocol AgentHost: Sendable {
  /// Makes the directory of a run, on disk, and takes its lock. Blocks.
  func prepare(_ id: SessionID, _ epoch: Epoch) throws
  /// Starts the shim with the agent. Blocks until the shim exists, not until it is ready.
  func launch(_ id: SessionID, _ epoch: Epoch, _ launch: AgentLaunch) throws
  /// Connects to the shim of a run; reports arrive on `executor`'s thread. A shim that is not ready yet is asked again.
  func connect(
    _ id: SessionID, _ epoch: Epoch, on executor: PinnedExecutor, report: @escaping @Sendable (ShimEvent) -> Void
  ) throws -> any ShimLink
  /// What there is of a run.
  func inspect(_ id: SessionID, _ epoch: Epoch) throws -> RunFinding
  /// Goes on with a generation above one that a shim has seen, kept durably.
  func raiseGeneration(above seen: UInt64) throws
  /// Kills the shim of a run, and nothing else. Blocks until it is gone.
  func destroy(_ id: SessionID, _ epoch: Epoch) throws
  /// Ends whatever carries the marker of a run whose shim was killed; answers what could not be ended. Blocks.
  func reap(_ id: SessionID, _ epoch: Epoch, marker: String) throws -> [Int32]
  /// Ends the shims and agents of every run of a session, whatever state its files are in; answers what could not be
  /// ended. Only for one that is given up: nothing of it is recorded. Blocks.
  func reapAll(_ id: SessionID) throws -> [Int32]
  /// Removes whatever lies where the runs of a session belong. Blocks.
  func discard(_ id: SessionID) throws
  /// Moves the spool of a run, which cannot be read to its end, into the session's directory, for people to look at;
  /// answers where it lies, nil when there is none. Blocks.
  func keepOutput(_ id: SessionID, _ epoch: Epoch) throws -> String?
  /// The output of a run's agent from a byte on.
  func output(_ id: SessionID, _ epoch: Epoch, from byte: Int64) -> any AgentOutput
  /// The kept output of a terminal. Blocks.
  func terminalOutput(_ id: SessionID, _ epoch: Epoch, _ terminal: String, limit: Int) throws -> TerminalText
  /// Every run there is a directory of, the latest of a session first. Blocks.
  func runs() throws -> FoundRuns
  /// Removes the directories of sessions that have no run in them: whoever removed the last one, or was about to make the
  /// first, was killed in between. Only while nobody starts an agent. Answers those that stay, and why. Blocks.
  func removeEmptyRuns() throws -> [SessionID: SystemError]
  /// Reaps shims that have ended.
  func reapChildren()
  /// Removes the directory of a run that is over.
  func remove(_ id: SessionID, _ epoch: Epoch) throws
}

/// The standard output of a run's agent, read from its spool.
protocol AgentOutput: AnyObject {
  /// The byte of the stream at which the next read begins.
  var position: Int64 { get }
  /// The next bytes, at most `count`; none when there are none yet.
  func read(upTo count: Int) throws -> [UInt8]
  /// Why nothing beyond the position can ever be read, when that is so.
  var damage: String? { get }
}

/// The kept output of a terminal.
struct TerminalText: Equatable, Sendable {
  var text: String
  /// Whether there was more than is kept.
  var isTruncated: Bool
}

/// What a shim is started with.
struct AgentLaunch: Equatable, Sendable {
  var command: [String]
  var directory: String
  /// `NAME=value`.
  var environment: [String]
  /// The names of variables that the provider's policy keeps from the agent.
  var dropped: [String]
  /// The random part of the marker that every process of the tree carries.
  var marker: String
}
