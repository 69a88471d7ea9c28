public import Home
public import Journal

/// Whatever a returning call acknowledges is on disk (rule 3 of the design).
public protocol SessionService: Sendable {
  /// Creates a session and, unless `request.wait` is false, waits until its agent is ready or has failed.
  ///
  /// With a key, a repeated call answers the same session; another request under that key is `idempotency_conflict`.
  func create(_ request: NewSession, key: String?) async throws -> SessionSnapshot

  /// One session, live or stored. `session_not_found` when there is none.
  func session(_ id: SessionID) async throws -> SessionSnapshot

  /// A page of sessions.
  func list(_ query: SessionListQuery) async throws -> SessionPage

  /// Starts a turn. The prompt is on disk when this returns; the turn goes on whatever happens to the caller.
  ///
  /// With a key, a repeated call answers the turn it started before.
  func prompt(_ id: SessionID, _ request: NewPrompt, key: String?) async throws -> PromptTicket

  /// Asks the agent to end its running turn. Does nothing on an idle or stopped session.
  func cancelPrompt(_ id: SessionID) async throws

  /// Answers a pending permission request. Repeating the same answer changes nothing and succeeds.
  func approve(_ id: SessionID, _ answer: PermissionAnswer) async throws

  /// Every permission request that waits for a person, oldest first.
  func pendingPermissions() async throws -> [PendingPermission]

  /// Stops the agent and its whole tree and returns when nothing of it is left. Idempotent.
  func stop(_ id: SessionID, detail: String?) async throws -> SessionSnapshot

  /// Ends the agent and removes everything of the session: when it returns, nothing is left on disk. Idempotent.
  func delete(_ id: SessionID) async throws

  /// Runs a stopped session again, or attaches to a live one.
  func resume(_ id: SessionID, wait: Bool) async throws -> ResumeOutcome

  /// Events of a session, live or stored, in ascending sequence.
  func events(_ id: SessionID, _ query: EventQuery) async throws -> EventPage

  /// One event whole; `event_not_found` when the sequence holds none.
  func event(_ id: SessionID, sequence: Int64) async throws -> EventView

  /// A feed of committed events after a cursor that goes on until the session is stopped (or, for a turn, until the turn has ended).
  func follow(_ id: SessionID, _ request: FollowRequest) async throws -> any EventFeed

  /// Counts for status.
  func counts() async throws -> SessionCounts
}
