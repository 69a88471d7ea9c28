public import Home
public import Journal

/// What people can do with sessions. Whatever a returning call acknowledges is on disk.
///
/// Calls that name a session fail with `session_not_found` when there is none, and with the code of its damage when it
/// was left alone at the start of the daemon and still cannot be taken over.
public protocol SessionService: Sendable {
  /// Creates a session and, unless `request.wait` is false, waits until its agent is ready or has failed.
  ///
  /// With a key, a repeated call answers the same session; another request under that key is `idempotency_conflict`.
  ///
  /// - Throws: before anything is made: `session_limit_reached`, `daemon_stopping`, or what is wrong with the request; for
  ///   an agent that did not start, the code of its failure, and the session is stopped.
  func create(_ request: NewSession, key: String?) async throws -> SessionSnapshot

  /// One session, live or stored.
  func session(_ id: SessionID) async throws -> SessionSnapshot

  /// A page of sessions. A cursor that is none is `invalid_request`.
  func list(_ query: SessionListQuery) async throws -> SessionPage

  /// Starts a turn. The prompt is on disk when this returns; the turn goes on whatever happens to the caller.
  ///
  /// With a key, a repeated call answers the turn it started before.
  ///
  /// - Throws: `session_not_active`, `prompt_in_progress`, `shim_unreachable`, or `home_full` with nothing changed.
  func prompt(_ id: SessionID, _ request: NewPrompt, key: String?) async throws -> PromptTicket

  /// Asks the agent to end its running turn. Does nothing on an idle or stopped session.
  func cancelPrompt(_ id: SessionID) async throws

  /// Answers a pending permission request. Repeating the same answer changes nothing and succeeds.
  ///
  /// - Throws: `invalid_decision`, `permission_not_found`, `permission_ambiguous`, or `permission_ended` for another
  ///   answer than the one that was given.
  func approve(_ id: SessionID, _ answer: PermissionAnswer) async throws

  /// Every permission request that waits for a person, oldest first.
  func pendingPermissions() async throws -> [PendingPermission]

  /// Stops the agent and its whole tree and returns when nothing of it is left. Idempotent.
  func stop(_ id: SessionID, detail: String?) async throws -> SessionSnapshot

  /// Ends the agent and removes everything of the session: when it returns, nothing is left on disk. Idempotent.
  func delete(_ id: SessionID) async throws

  /// Runs a stopped session again, or attaches to a live one. Unless `wait` is false, it returns when the agent is ready.
  ///
  /// - Throws: as ``create(_:key:)`` does.
  func resume(_ id: SessionID, wait: Bool) async throws -> ResumeOutcome

  /// Events of a session, live or stored, in ascending sequence.
  ///
  /// - Throws: `journal_overloaded` when the journal cannot be read for now.
  func events(_ id: SessionID, _ query: EventQuery) async throws -> EventPage

  /// One event whole; `event_not_found` when the sequence holds none.
  func event(_ id: SessionID, sequence: Int64) async throws -> EventView

  /// A feed of committed events after a cursor that goes on until the session is stopped, or, for a turn, until the turn
  /// has ended.
  func follow(_ id: SessionID, _ request: FollowRequest) async throws -> any EventFeed

  /// Counts for status.
  func counts() async throws -> SessionCounts
}
