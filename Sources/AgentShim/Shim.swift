internal import CBuild
internal import CSystem

/// One agent and everything that belongs to it: its standard descriptors, the programs beside it, its end, and the
/// daemon that is attached, if one is.
///
/// A single thread in one loop. It passes the agent's bytes on and never looks into them.
final class Shim {
  /// How long the end waits for a client to take the news.
  static let farewell: Int64 = 1_000_000_000
  /// How long after a failed write the next one is tried.
  static let retryInterval: Int64 = 1_000_000_000
  static let standardErrorLimit = 65536
  /// More reads than it takes to empty a pipe.
  static let mostReads = 1024
  /// How long no connection is accepted when there are no descriptors left.
  static let acceptPause: Int64 = 100_000_000

  let launch: Launch
  let signals: Int32
  let listener: Int32

  var spool: Spool
  var input = InputBuffer(pipe: -1)
  var standardError = TailFile(
    directory: cs_working_directory(), name: RunFiles.standardError, limit: Shim.standardErrorLimit,
    countsDropped: false)
  var outputPipe: Int32 = -1
  var errorPipe: Int32 = -1
  var terminals: Terminals

  var agentPID: Int32 = 0
  var agentStartTicks: UInt64 = 0
  var agentExit: cs_exit?
  /// Why the agent ended; known when it has.
  var cause = ExitRecord.Cause.itself
  var failedStart: ExitRecord.FailedStart?
  var ladder = StopLadder()
  var tree = Tree()
  var isExitWritten = false
  /// Why the exit record could not be written; 0 when it could, or need not be yet.
  var exitBlocked: Int32 = 0

  var generation: UInt64
  var client: Connection?
  var strangers: [Connection] = []
  /// When connections are accepted again, on the boot clock; nil when they are.
  var acceptAgain: Int64?
  var detachedSince: Int64
  /// What the client was told last.
  var lengthSaid: UInt64 = 0
  var freeSaid = InputBuffer.capacity
  var closedSaid = false
  var blockedSaid: Int32 = 0

  init(launch: Launch, signals: Int32, listener: Int32, spool: Spool, terminals: Terminals) {
    self.launch = launch
    self.signals = signals
    self.listener = listener
    self.spool = spool
    self.terminals = terminals
    generation = launch.generation
    detachedSince = cs_boot_ns()
  }

  /// Starts the agent. One that cannot be started ends at once, with the reason in its exit record.
  func startAgent() {
    var pipes: [[Int32]] = []
    for _ in 0..<3 {
      var ends: [Int32] = [-1, -1]
      let result = cs_pipe(&ends)
      if result < 0 {
        failedStart = ExitRecord.FailedStart(step: .fork, errno: -result)
        tree.settle(cs_boot_ns())
        return
      }
      pipes.append(ends)
    }
    let started = Processes.start(
      launch.arguments, in: launch.directory, environment: launch.environment, input: pipes[0][0],
      output: pipes[1][1], error: pipes[2][1])
    for child in [pipes[0][0], pipes[1][1], pipes[2][1]] { _ = cs_close(child) }
    input = InputBuffer(pipe: pipes[0][1])
    outputPipe = pipes[1][0]
    errorPipe = pipes[2][0]
    for own in [pipes[0][1], outputPipe, errorPipe] { _ = cs_set_nonblocking(own, 1) }
    switch started {
    case .running(let pid, let ticks):
      agentPID = pid
      agentStartTicks = ticks
    case .failed(let step, let errno):
      failedStart = ExitRecord.FailedStart(step: Self.step(step), errno: errno)
      input.close()
      tree.settle(cs_boot_ns())
    }
  }

  private static func step(_ step: Int32) -> ExitRecord.Step {
    switch Int(step) {
    case Int(CS_START_DIRECTORY): .directory
    case Int(CS_START_EXECUTE): .execute
    default: .fork
    }
  }

  /// Which build this is.
  static var build: ByteText { ByteText(String(cString: agh_build_id())) }

  /// Why something that the tree has written cannot be stored, so that it waits; 0 when everything can.
  var blocked: Int32 {
    for errno in [spool.blocked, standardError.blocked, exitBlocked] where errno != 0 { return errno }
    return terminals.blocked
  }

  /// Everything that a daemon has to know.
  var hello: ShimFrame.Hello {
    ShimFrame.Hello(
      build: Self.build, session: launch.session, epoch: launch.epoch, agentPID: agentPID,
      agentStartTicks: agentStartTicks, lowestKept: spool.lowestKept, length: spool.length,
      acknowledged: spool.acknowledged, accepted: input.state, exited: isExitWritten, blocked: blocked,
      terminals: terminals.reports)
  }
}
