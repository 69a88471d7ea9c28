import Diagnostics
import Home
import JSON
import Platform

/// Something that holds up a session, or is not as it should be, until it is over. It is shown on the session and in the
/// log, and stands in no journal: it says how things are, not what happened.
struct SessionCondition: Equatable, Sendable {
  /// What it is about; a session has at most one of each.
  enum Subject: String, Sendable, CaseIterable {
    /// The session's journal.
    case journal
    /// The log of the journal, which another program holds.
    case log
    /// What the agent writes, on its way to the disk.
    case spool
    /// The catalog's row, and `meta.json`.
    case projection
    /// The conversation with the session's supervisor.
    case shim
    /// What an earlier daemon has left of the session.
    case adoption
    /// What is left of a session that was deleted.
    case deletion
  }

  var subject: Subject
  var error: AghError

  /// The journal waits for room on the disk.
  static func journalFull(_ error: AghError) -> SessionCondition {
    SessionCondition(subject: .journal, error: error)
  }

  /// Another program keeps the journal's log from being copied into its file.
  static func logHeld(_ id: SessionID) -> SessionCondition {
    SessionCondition(
      subject: .log,
      error: AghError(
        .journalBusy,
        "another program reads the journal of session \(id) and does not end: its log cannot be copied and grows"))
  }

  /// The shim cannot write what the agent says; nil when it can (an error number of 0).
  static func spool(blockedBy errno: Int32, of id: SessionID) -> SessionCondition? {
    guard errno != 0 else { return nil }
    let cause = SystemError(operation: "write", errno: errno)
    return SessionCondition(
      subject: .spool,
      error: AghError(
        cause.isFull ? .homeFull : .spoolBlocked,
        "the output of session \(id) cannot be written (\(cause.reason)): its agent waits"))
  }

  /// Catalog row or `meta.json` are behind.
  static func projectionBehind(_ id: SessionID, _ error: any Error) -> SessionCondition {
    let known = (error as? any CataloguedError)?.catalogued
    let code = known?.code == .homeFull ? ErrorCode.homeFull : .projectionFailed
    return SessionCondition(
      subject: .projection,
      error: AghError(code, "the lists and meta.json do not show the newest state of session \(id): \(error)"))
  }

  /// The shim did not understand the daemon.
  static func shimComplains(_ id: SessionID, _ text: String) -> SessionCondition {
    SessionCondition(
      subject: .shim,
      error: AghError(.shimProtocolError, "the supervisor of session \(id) did not understand an order: \(text)"))
  }

  /// The shim lives, and its socket does not lead to it.
  static func shimUnreachable(_ id: SessionID, _ errno: Int32) -> SessionCondition {
    let reason = SystemError(operation: "connect", errno: errno).reason
    return SessionCondition(
      subject: .shim,
      error: AghError(
        .shimUnreachable,
        "the supervisor of session \(id) runs, but cannot be reached at its socket below run/ in the home (\(reason))",
        next: "put the socket back, or end the agent: agh session stop \(id)"))
  }

  /// The session could not be taken over, or not be read at all.
  static func notAdopted(_ id: SessionID, _ error: any Error) -> SessionCondition {
    let known = (error as? any CataloguedError)?.catalogued
    let error = AghError(
      known?.code ?? .internalError, "session \(id) could not be taken over: \(known?.message ?? "\(error)")",
      next: known?.code == .journalCorrupt ? known?.next : "agh session resume \(id)")
    return SessionCondition(subject: .adoption, error: error)
  }

  /// Files of a session that was deleted are still there.
  static func notDeleted(_ id: SessionID, _ error: any Error) -> SessionCondition {
    let known = (error as? any CataloguedError)?.catalogued
    return SessionCondition(
      subject: .deletion,
      error: AghError(
        known?.code ?? .internalError, "session \(id) is deleted, but not all of it could be removed: \(error)",
        next: "mend what the message says, then agh daemon restart"))
  }

  /// The finding that status and session show.
  func item(of id: SessionID) -> DiagnosticItem {
    DiagnosticItem(
      id: "session.\(subject.rawValue)", code: error.code.rawValue,
      severity: [.log, .projection, .shim, .deletion].contains(subject) ? .warn : .error, category: .session,
      title: title, message: error.message, suggestedCommand: error.next,
      evidence: ["session_id": .string(id.text)])
  }

  private var title: String {
    switch subject {
    case .journal where error.code == .journalCorrupt: "A journal is damaged"
    case .journal: "A session waits for the disk"
    case .log: "A journal's log grows"
    case .spool: "An agent waits for the disk"
    case .projection: "A session is shown as it was"
    case .shim where error.code == .shimUnreachable: "A supervisor cannot be reached"
    case .shim: "A supervisor complains"
    case .adoption: "A session was left alone"
    case .deletion: "A deleted session is not quite gone"
    }
  }
}
