import Journal

/// Where a session is in its life, and why (contract: sessions §2).
struct Lifecycle: SessionRecord {
  static let name = RecordName("lifecycle")

  enum Phase: String, Codable, Sendable {
    case starting, active, stopping, stopped
  }

  /// How the conversation of this epoch is opened.
  enum Opening: String, Codable, Sendable {
    /// A new conversation.
    case new
    /// The agent is asked to go on; which way depends on what it can.
    case again
    /// `session/resume` was sent or worked.
    case resume
    /// `session/load` was sent or worked.
    case load
    /// A new conversation that is primed with the stored text before its first prompt.
    case primed
  }

  /// What came since an agent said that it has resumed or loaded the conversation.
  enum Recollection: String, Codable, Sendable {
    /// Nothing.
    case claimed
    /// It replays the conversation after its answer.
    case replaying
    /// The first prompt was sent; the agent has not begun to work on it.
    case asked
  }

  var phase: Phase
  /// The start of the shim that runs, or ran last.
  var epoch: Int
  /// The random part of the marker in the environment of every process of this epoch.
  var marker: String
  var opening: Opening
  /// The stored conversation was not given to this agent yet.
  var needsPrimer = false
  /// Set until the agent has shown by its work that it knows the conversation; nil when there is no doubt.
  var recollection: Recollection?
  /// Written before STOP is sent.
  var stop: StopIntent?
  /// How the last run ended; nil while one runs.
  var result: StopResult?
  /// What went wrong first, before the stop that it leads to.
  var failure: Failure?
  /// Nanoseconds since 1970.
  var changedAt: Int64
}

/// Why a session is being stopped. The first cause wins.
struct StopIntent: Codable, Equatable, Sendable {
  var cause: StopCause
  var detail: String?
  /// The turn that it cut short has told the failure as its end; nil means no.
  var isTold: Bool?
}

/// The causes of the contract (sessions §2.2).
enum StopCause: String, Codable, Sendable {
  case completed, failed, userRequested, shutdown, processExited, timeout
}

/// How a run ended.
struct StopResult: Codable, Equatable, Sendable {
  var reason: String
  var detail: String?
  var failure: Failure?
  /// Processes that could not be ended, like those of another user.
  var survivors: [Int32] = []
}

/// Why something failed (contract: sessions §2.3).
struct Failure: Codable, Equatable, Sendable {
  var kind: String
  var summary: String?
  /// The code of the error catalogue, when the caller of a start is told.
  var code: String?
}
