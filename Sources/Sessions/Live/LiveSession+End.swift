import ACP
import Diagnostics
import Home
import JSON
import Platform

/// How a run ends: what its shim left is read to the end, then the end is recorded.
extension LiveSession {
  /// The shim has written its record: what is in the spool is all there will be.
  func drain(to exit: ExitReport) {
    reading.exit = exit
    readSpool()
  }

  /// The shim is gone without a record: every whole line of the spool is taken, then the run is closed truthfully.
  func lost(_ epoch: Epoch, _ lifecycle: Lifecycle) throws {
    reading.survivors = try environment.host.reap(id, epoch, marker: lifecycle.marker)
    reading.isLost = true
    environment.logger.warn(
      "the supervisor of session \(id) is gone: what its agent has said is stored, and the run is closed",
      ["session_id": .string(id.text), "run": .int(epoch.number)])
    readSpool()
  }

  /// Everything of the stream was taken.
  func endOfStream() throws {
    if !reading.isLost, !reading.isAbandoned, let rest = reading.splitter.rest() {
      try decide { try $0.takeRest(rest.bytes, endingAt: rest.end) }
    }
    if reading.isLost { return try finish(.shimLost(survivors: reading.survivors)) }
    guard let exit = reading.exit else { return }
    if exit.isDetachedLimit { return try finish(.detachedLimit(survivors: exit.survivors)) }
    try finish(
      exit.failedStart.map(RunEnding.notStarted)
        ?? .exited(code: exit.code, signal: exit.signal, stderr: exit.stderrTail, survivors: exit.survivors))
  }

  /// Records how the run ended, and closes it.
  func finish(_ ending: RunEnding) throws {
    abandonWrites()
    FaultPoint.hit("end-run.before")
    try decide { try $0.endRun(ending) }
    FaultPoint.hit("end-run.after")
    closeRun()
  }
}
