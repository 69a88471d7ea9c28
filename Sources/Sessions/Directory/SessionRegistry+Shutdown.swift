public import Home

/// The end of a daemon: every live session is stopped, or left to the next one.
extension SessionRegistry {
  /// Stops every agent, all at once, and returns when nothing of them is left.
  ///
  /// - Returns: what went wrong, by session.
  public func stopAll() async -> [SessionID: String] {
    isClosing = true
    return await withEach { try await $0.stop(StopIntent(cause: .shutdown, detail: "daemon shutdown")) }
  }

  /// Kills every agent without any grace.
  public func killAll() async {
    isClosing = true
    // Whoever waits for the stop is told what goes wrong; this only shortens it.
    _ = await withEach {
      try await $0.orderStop(StopIntent(cause: .shutdown, detail: "daemon shutdown"), ladder: .none)
    }
  }

  /// Ends what a killed ladder did not end: runs whose shim does not answer.
  ///
  /// - Returns: what went wrong, by session.
  public func destroyAll() async -> [SessionID: String] {
    await withEach { try await $0.destroy() }
  }

  /// Leaves every agent running for the next daemon.
  ///
  /// - Returns: what went wrong, by session.
  public func detachAll() async -> [SessionID: String] {
    isClosing = true
    return await withEach { try await $0.detach() }
  }

  private func withEach(
    _ body: @escaping @Sendable (LiveSession) async throws -> Void
  ) async -> [SessionID: String] {
    await withTaskGroup { group in
      for session in live.values {
        group.addTask { () -> (SessionID, String)? in
          do {
            try await body(session)
            return nil
          } catch {
            return (session.id, "\(error)")
          }
        }
      }
      var problems: [SessionID: String] = [:]
      for await case let (id, problem)? in group { problems[id] = problem }
      return problems
    }
  }
}
