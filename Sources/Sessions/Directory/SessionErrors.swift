import Diagnostics
import Home
import Platform

/// The errors of the engine, each with what to do about it.
enum SessionErrors {
  static func notFound(_ id: String) -> AghError {
    AghError(.sessionNotFound, "There is no session \(id)")
  }

  static func notActive(_ id: SessionID, _ phase: Lifecycle.Phase?) -> AghError {
    switch phase {
    case .stopped:
      AghError(.sessionNotActive, "Session \(id) is stopped", next: "agh session resume \(id)")
    case .stopping:
      AghError(.sessionNotActive, "Session \(id) is stopping", next: "agh session resume \(id)")
    default:
      AghError(.sessionNotActive, "Session \(id) is still starting", next: "agh session status \(id)")
    }
  }

  static func promptInProgress(_ id: SessionID, _ turn: TurnID) -> AghError {
    AghError(
      .promptInProgress, "Session \(id) is busy with turn \(turn)",
      next: "wait for its end (agh session events \(id) --follow), or cancel it")
  }

  static func otherRequest(_ key: String) -> AghError {
    AghError(.idempotencyConflict, "The Idempotency-Key \(key) was used for another request before")
  }

  static func limitReached(_ limit: Int, _ holders: [String]) -> AghError {
    let shown = holders.prefix(5).joined(separator: ", ") + (holders.count > 5 ? " and \(holders.count - 5) more" : "")
    return AghError(
      .sessionLimitReached,
      "\(limit) agents run already, as many as [limits].max_concurrent_agents allows: \(shown)")
  }

  static func invalidDecision(_ decision: String) -> AghError {
    AghError(.invalidDecision, "\"\(decision)\" is no decision")
  }

  static func notOffered(_ decision: String) -> AghError {
    AghError(.invalidDecision, "The agent does not offer \(decision) for this request; it stays open")
  }

  static func ambiguousPermission(_ id: SessionID) -> AghError {
    AghError(.permissionAmbiguous, "More than one permission request of session \(id) is open in this turn")
  }

  static func permissionNotFound(_ id: SessionID) -> AghError {
    AghError(.permissionNotFound, "Session \(id) has no such pending permission request")
  }

  static func permissionEnded(_ id: SessionID, _ decision: String) -> AghError {
    AghError(.permissionEnded, "That permission request of session \(id) has ended already (\(decision))")
  }

  static func eventNotFound(_ id: SessionID, _ sequence: Int64) -> AghError {
    AghError(.eventNotFound, "Session \(id) has no event \(sequence)")
  }

  static func foreignBuild(_ id: SessionID, _ build: String) -> AghError {
    AghError(.shimBuildMismatch, "the supervisor of session \(id) is of another build (\(build))")
  }

  static func shimRefused(_ id: SessionID, _ reason: String) -> AghError {
    AghError(.internalError, "The supervisor of session \(id) refused this daemon: \(reason)")
  }

  /// A start that came to nothing, with its own code.
  static func startFailed(_ session: SessionSnapshot) -> AghError {
    let code = session.failure?.code.flatMap(ErrorCode.init) ?? .agentStartFailed
    let reason = session.failure?.summary ?? session.stopDetail ?? "the agent did not start"
    return AghError(code, "session \(session.id) did not start: \(reason)")
  }

  static func badCursor(_ cursor: String) -> AghError {
    AghError(
      .invalidRequest, "\"\(cursor)\" is no cursor of a list", next: "use the cursor of the page before as it is")
  }

  static func unreadableRun(_ id: SessionID, _ error: SystemError) -> AghError {
    AghError(.runUnreadable, "the run of session \(id) cannot be looked at: \(error)")
  }

  static func damaged(_ id: SessionID, _ problem: String) -> AghError {
    AghError(.journalCorrupt, "the journal of session \(id) is damaged: \(problem)")
  }

  /// The journal is gone, or there is nothing in it.
  static func nothingLeft(_ id: SessionID) -> AghError {
    damaged(id, "there is no record of the session in it")
  }

  /// The journal is sound, but not whole.
  static func lostEnd(_ id: SessionID, _ loss: String) -> AghError {
    AghError(
      .journalCorrupt, "the end of the journal of session \(id) is lost: \(loss)",
      next: "put the session's files back as they were, or go on with what is left: agh session stop \(id)")
  }

  static func stopping() -> AghError {
    AghError(.daemonStopping, "The daemon is stopping and starts no agents")
  }
}
