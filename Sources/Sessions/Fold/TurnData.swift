import Journal

/// What the engine keeps of a turn in its row.
struct TurnData: Codable, Equatable, Sendable {
  var startedAt: Int64
  /// A person asked to end it.
  var cancelRequested = false
  /// Its agent was silent for long, and people were warned of it; nil means no.
  var isWarned: Bool?
  /// It was cancelled by its supervision.
  var stall: Stall?
}

/// Why a turn was cancelled by its supervision (contract: sessions §10.1).
struct Stall: Codable, Equatable, Sendable {
  enum Reason: String, Codable, Sendable {
    case activityTimeout = "activity_timeout"
    case promptDeadlineExceeded = "prompt_deadline_exceeded"
  }

  var reason: Reason
  /// What people are told.
  var text: String

  /// How the turn has failed.
  var failure: Failure { Failure(kind: "timeout", summary: text) }
}

extension TurnRow {
  /// The states of a turn.
  enum State {
    static let running = "running"
    static let done = "done"
    static let error = "error"
  }
}
