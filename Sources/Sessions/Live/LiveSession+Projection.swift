import Platform

/// The catalog row and `meta.json` of a live session: written behind its commits, again until that works.
extension LiveSession {
  /// Writes catalog row and `meta.json` after what is being written now; states in between may be skipped.
  func project() {
    projection.isDue = true
    guard !projection.isRunning else { return }
    projection.isRunning = true
    Task { await self.runProjection() }
  }

  private func runProjection() async {
    while projection.isDue {
      projection.isDue = false
      guard let snapshot = shown.snapshot else { continue }
      do {
        try await environment.projections.project(snapshot)
        projection.failures = 0
        end(.projection)
      } catch {
        projection.failures += 1
        begin(.projectionBehind(id, error))
      }
    }
    projection.isRunning = false
    resume(&projecting)
    guard projection.failures == 0 else { return projectLater() }
    if closing == .closing { finishClosing() }
  }

  /// Tries again in 1, 2, 4, then every 5 s. A session that is closing stays until then, because the next daemon finds by
  /// the run's directory what the catalog does not know; nobody waits for it.
  private func projectLater() {
    if closing == .closing {
      resume(&settling)
      resume(&stopping)
    }
    guard closing != .closed else { return }
    let delay = RetryDelay.after(projection.failures)
    timers.startProjection(at: environment.clock.boot() + delay, on: executor) { [self] in
      assumeIsolated { $0.project() }
    }
  }

  /// Whether everything is over but for the catalog, which cannot be written.
  var isOnlyBehind: Bool { closing == .closing && projection.failures > 0 }

  /// Returns when the catalog shows the present state.
  func whenProjected() async {
    guard projection.isRunning else { return }
    await withCheckedContinuation { projecting.append($0) }
  }
}

/// The state of the projections of a session.
struct ProjectionProgress: Equatable, Sendable {
  var isDue = false
  var isRunning = false
  /// How often it has failed in a row; the journal has everything.
  var failures = 0
}
