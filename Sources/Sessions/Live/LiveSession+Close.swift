import Home
import Journal
import Platform

extension LiveSession {
  /// Whether everything of this session is written and closed.
  var isClosed: Bool { closing == .closed }

  /// The run has ended: the journal is closed, then the projections are written, then the run's directory goes. A later
  /// daemon that finds the directory does the rest of this again.
  func closeRun() {
    guard closing == .open else { return }
    closing = .closing
    timers.reset(on: executor)
    shim?.close()
    shim = nil
    reading = SpoolReading()
    do {
      try writer?.close()
      writer = nil
    } catch {
      // What was acknowledged is on disk; the next opening says whether the file is sound.
      shown.fail(environment.journalFailure(id, error))
    }
    signal.end()
    project()
    Task { await finishClosing() }
  }

  private func finishClosing() async {
    await whenProjected()
    FaultPoint.hit("remove-run.before")
    // By its directory the next boot finds a session whose end the catalog could not be told; the same goes for a
    // directory that cannot be removed.
    if let lifecycle = state.lifecycle, projection.failure == nil {
      try? environment.host.remove(id, Epoch(lifecycle.epoch))
    }
    FaultPoint.hit("remove-run.after")
    closing = .closed
    resume(&settling)
    resume(&stopping)
    environment.ended(id)
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
    signal.end()
    resume(&settling)
    resume(&stopping)
  }

  /// Writes catalog row and `meta.json` after what is being written now; states in between may be skipped.
  func project() {
    projection.isDue = true
    guard !projection.isRunning else { return }
    projection.isRunning = true
    Task { await runProjection() }
  }

  private func runProjection() async {
    while projection.isDue {
      projection.isDue = false
      guard let snapshot = shown.snapshot else { continue }
      do {
        try await environment.projections.project(snapshot)
        projection.failure = nil
      } catch {
        projection.failure = "\(error)"
      }
    }
    projection.isRunning = false
    resume(&projecting)
  }

  /// Returns when the catalog shows the present state.
  func whenProjected() async {
    guard projection.isRunning else { return }
    await withCheckedContinuation { projecting.append($0) }
  }
}

/// How far the end of a session is.
enum SessionClosing: Equatable, Sendable {
  case open, closing, closed
}

/// The state of the projections of a session.
struct ProjectionProgress: Equatable, Sendable {
  var isDue = false
  var isRunning = false
  /// Why the last one failed; the journal has everything, and the next change tries again.
  var failure: String?
}
