import Home
import Testing

/// A part of a stored session that can be damaged, and what has to become of the session then.
enum DamagedPart: String, CaseIterable {
  /// Of a session whose agent runs.
  case journal, log, meta, segment, spool, identity, lock, socket, run, runs, session
  /// Of a session that is stopped.
  case stoppedJournal, stoppedMeta, stoppedSession

  /// What a boot makes of the session.
  enum Outcome: Equatable {
    /// It goes on: nothing that it needs is lost.
    case whole
    /// It is left alone under this code: named, not touched, its agent waits.
    case leftAlone(String)
    /// Its agent is ended, and the session says so; it can be resumed.
    case ended(String?)
    /// It ends like that with the next thing that its agent says.
    case endsWithTurn(String)
    /// It is stopped; whoever uses it is told this code, and from then on it is named.
    case refused(String)
  }

  var isRunning: Bool { ![.stoppedJournal, .stoppedMeta, .stoppedSession].contains(self) }

  /// Whether its agent is never ended in the orderly way, so that one that resists costs no time.
  var endsAbruptly: Bool { [.journal, .session, .run, .runs].contains(self) }

  /// Where it lies.
  func path(_ session: SessionHandle, _ home: TestHome) throws -> String {
    let id = try #require(SessionID(session.id))
    // Started a second time, so that its journal has something besides its log.
    let run = home.home.run(of: id, Epoch(2))
    return switch self {
    case .journal, .stoppedJournal: session.directory + "/events.db"
    case .log: session.directory + "/events.db-wal"
    case .meta, .stoppedMeta: session.directory + "/meta.json"
    case .segment: run.spool + "/0001.seg"
    case .spool: run.spool
    case .identity: run.identity
    case .lock: run.lock
    case .socket: run.socket
    case .run: run.path
    case .runs: home.home.runs(of: id)
    case .session, .stoppedSession: session.directory
    }
  }

  /// What has to become of it; nil when the part cannot be damaged like that.
  func outcome(of damage: Damage) -> Outcome? {
    switch self {
    case .journal, .log, .session: .leftAlone("journal_corrupt")
    case .meta, .stoppedMeta: .whole
    case .segment:
      damage.isOfContent || damage == .missing ? .endsWithTurn("spool_damaged") : .ended("spool_damaged")
    case .spool:
      [.empty, .missing, .directory].contains(damage) ? .endsWithTurn("spool_damaged") : .ended("spool_damaged")
    case .identity: damage.isOfContent || damage == .missing ? .whole : .leftAlone("run_unreadable")
    case .lock:
      damage.isOfContent ? .whole : damage == .missing ? .ended(nil) : .leftAlone("run_unreadable")
    case .socket:
      // A link leads to the socket, which is where it was.
      damage.isOfContent ? nil : damage == .outsideLink ? .whole : .leftAlone("shim_unreachable")
    case .run, .runs: [.empty, .missing, .directory].contains(damage) ? .ended(nil) : .leftAlone("run_unreadable")
    case .stoppedJournal, .stoppedSession: .refused("journal_corrupt")
    }
  }
}
