import Diagnostics
public import Home
import Journal
import Platform

// What a session is asked to do; a stopped one answers what it can.

extension SessionRegistry {
  /// Starts a turn. See ``SessionService``.
  public func prompt(_ id: SessionID, _ request: NewPrompt, key: String?) async throws -> PromptTicket {
    guard let session = live[id] else { return try await promptOfStopped(id, request, key: key) }
    return try await session.prompt(request, key: key)
  }

  /// Asks the agent to end its running turn. See ``SessionService``.
  public func cancelPrompt(_ id: SessionID) async throws {
    guard let session = live[id] else { return _ = try await self.session(id) }
    try await session.cancelPrompt()
  }

  /// Answers a pending permission request. See ``SessionService``.
  public func approve(_ id: SessionID, _ answer: PermissionAnswer) async throws {
    guard let session = live[id] else {
      _ = try await self.session(id)
      try checkNotLeftAlone(id)
      throw SessionErrors.permissionNotFound(id)
    }
    try await session.approve(answer)
  }

  /// Stops the agent and its whole tree. See ``SessionService``.
  public func stop(_ id: SessionID, detail: String?) async throws -> SessionSnapshot {
    if let session = try await working(id, for: .stop) {
      try await session.stop(StopIntent(cause: .userRequested, detail: detail))
    }
    return try await self.session(id)
  }

  /// A repeated prompt answers its turn also when the session has stopped since.
  private func promptOfStopped(_ id: SessionID, _ request: NewPrompt, key: String?) async throws -> PromptTicket {
    _ = try await session(id)
    let directory = world.home.session(id).path
    if let key {
      let stored = try await reading(id) {
        try await world.pool.run { try StoredKey.find(key, directory: directory) }
      }
      if let stored {
        guard stored.row.bodyHash == request.bodyHash, let turn = stored.row.turn, let first = stored.firstSequence
        else {
          throw SessionErrors.otherRequest(key)
        }
        return PromptTicket(turn: turn, firstSequence: first, repeated: true)
      }
    }
    try checkNotLeftAlone(id)
    throw SessionErrors.notActive(id, .stopped)
  }
}
