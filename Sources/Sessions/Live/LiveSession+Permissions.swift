import Journal
import Platform

extension LiveSession {
  /// Keeps the deadline of the oldest pending permission request, when the configuration sets one.
  func watchPermissions() {
    guard let limit = environment.limits.permissionTimeout else { return }
    let asked = state.openRequests.compactMap { PermissionData($0)?.askedAt }.min()
    let deadline = asked.map { asked in
      let waited = environment.clock.now() - WallTime(nanoseconds: asked)
      return environment.clock.boot() + max(limit - waited, .zero)
    }
    timers.setPermission(at: deadline, on: executor) { [self] in
      assumeIsolated { $0.permissionTimedOut(limit) }
    }
  }

  /// Nobody has answered in time: the request is rejected.
  private func permissionTimedOut(_ limit: Duration) {
    do {
      let due = environment.clock.now()
      for request in state.openRequests {
        guard let data = PermissionData(request), due - WallTime(nanoseconds: data.askedAt) >= limit else { continue }
        try decide { try $0.decide(request, .rejectOnce) }
      }
      watchPermissions()
      act()
    } catch {
      report(error)
    }
  }
}
