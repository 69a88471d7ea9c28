import Home
import Platform

/// What lies in `run/`.
struct FoundRuns: Sendable {
  var runs: [FoundRun] = []
  /// Sessions with a run that cannot be looked at, and why.
  var unreadable: [SessionID: SystemError] = [:]
}

/// A run in `run/`, by name.
struct FoundRun: Equatable, Sendable {
  var session: SessionID
  var finding: RunFinding
  /// Whether it belongs to this home and this machine; a copy is left alone.
  var isOurs: Bool
}

/// What there is of a run in `run/<session>/<epoch>`.
struct RunFinding: Equatable, Sendable {
  enum Condition: Equatable, Sendable {
    /// The shim lives.
    case running
    /// The shim has written its exit record.
    case exited(ExitReport)
    /// The shim had started and is gone without a record.
    case killed
    /// The shim never started an agent.
    case neverStarted
  }

  var epoch: Epoch
  var condition: Condition
}

/// What the shim recorded of the end of a run.
struct ExitReport: Equatable, Sendable {
  var code: Int32?
  var signal: Int32?
  /// Bytes of standard output, in all.
  var finalLength: Int64
  /// The end of what the agent said on standard error.
  var stderrTail: String
  /// Processes that could not be ended.
  var survivors: [Int32]
  /// Why the agent could not be started at all.
  var failedStart: AgentStartFailure?
  /// Whether the shim had stopped it because no daemon came for too long.
  var isDetachedLimit = false
}

/// Why the program of an agent could not be started.
struct AgentStartFailure: Equatable, Sendable {
  /// `fork`, `directory` or `execute`.
  var step: String
  var errno: Int32
}
