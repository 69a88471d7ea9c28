import Diagnostics
import Home
import JSON
import Journal
import Platform

extension LiveSession {
  /// Whether everything of this session is written and closed.
  var isClosed: Bool { closing == .closed }

  /// The run has ended: the journal is closed, then the projections are written, then the run's directory goes. A later
  /// daemon that finds the directory does the rest of this again.
  func closeRun() {
    guard closing == .open else { return }
    do {
      try writer?.close()
      writer = nil
    } catch {
      let failure = environment.journalFailure(id, error)
      if Self.isFull(failure) { return waitForRoom(failure) }
      // What was acknowledged is on disk; the next opening says whether the file is sound.
      shown.fail(failure)
    }
    closing = .closing
    foundRoom()
    timers.reset(on: executor)
    shim?.close()
    shim = nil
    reading = SpoolReading()
    for subject in [SessionCondition.Subject.log, .spool, .shim, .adoption] { end(subject) }
    tail.end()
    project()
  }

  /// Everything is written: the run's directory goes, and whoever waits is told.
  func finishClosing() {
    FaultPoint.hit("remove-run.before")
    if let lifecycle = state.lifecycle {
      keepDamagedOutput(lifecycle)
      do {
        try environment.host.remove(id, Epoch(lifecycle.epoch))
      } catch {
        // A directory that stays is found by the next boot: its run has ended, so it is only removed.
        environment.logger.warn(
          "the directory of a run that is over could not be removed: \(error)", ["session_id": .string(id.text)])
      }
    }
    FaultPoint.hit("remove-run.after")
    closing = .closed
    resume(&settling)
    resume(&stopping)
    environment.ended(id)
  }

  /// What could not be read may be all there is of the agent's last words: it stays, beside the journal.
  private func keepDamagedOutput(_ lifecycle: Lifecycle) {
    guard lifecycle.failure?.code == ErrorCode.spoolDamaged.rawValue else { return }
    do {
      guard let kept = try environment.host.keepOutput(id, Epoch(lifecycle.epoch)) else { return }
      environment.logger.warn("the damaged output of the agent lies at \(kept)", ["session_id": .string(id.text)])
    } catch {
      environment.logger.warn(
        "the damaged output of the agent could not be kept: \(error)", ["session_id": .string(id.text)])
    }
  }

  /// Leaves the agent running for the next daemon: everything committed gets on disk, then the journal is closed.
  func detach() throws {
    if let broken { throw broken }
    guard closing == .open else { return }
    closing = .closed
    timers.reset(on: executor)
    shim?.close()
    shim = nil
    reading = SpoolReading()
    defer { writer = nil }
    do {
      try writer?.close()
    } catch {
      throw breakDown(error)
    }
    tail.end()
    resume(&settling)
    resume(&stopping)
  }

  /// Lets go of everything as it is, for good: nothing of this session is written any more when this returns. Its agent
  /// and its files are the caller's.
  func abandon() async {
    closing = .closed
    timers.reset(on: executor)
    shim?.close()
    shim = nil
    reading = SpoolReading()
    writer = nil
    projection.isDue = false
    tail.end()
    resume(&creating)
    resume(&settling)
    resume(&stopping)
    await whenProjected()
  }
}

/// How far the end of a session is.
enum SessionClosing: Equatable, Sendable {
  case open, closing, closed
}
