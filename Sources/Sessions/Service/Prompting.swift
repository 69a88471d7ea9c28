public import Home

/// A prompt of a person.
public struct NewPrompt: Sendable, Equatable {
  /// The text, alone and unchanged.
  public var message: String
  /// SHA-256 of the request's body in hex, for idempotency.
  public var bodyHash: String

  /// Makes a prompt.
  public init(message: String, bodyHash: String) {
    self.message = message
    self.bodyHash = bodyHash
  }
}

/// An accepted prompt.
public struct PromptTicket: Sendable, Equatable {
  /// The turn it started.
  public var turn: TurnID
  /// The sequence of the turn's first event.
  public var firstSequence: Int64
  /// Whether an earlier call with the same key had started it.
  public var repeated: Bool

  /// Makes a ticket.
  public init(turn: TurnID, firstSequence: Int64, repeated: Bool) {
    self.turn = turn
    self.firstSequence = firstSequence
    self.repeated = repeated
  }
}

/// How a session came to run again.
public struct ResumeOutcome: Sendable, Equatable {
  /// What made the conversation go on.
  public enum Mode: String, Sendable {
    /// It was live already.
    case live
    /// The agent resumed it.
    case resume
    /// The agent loaded it.
    case load
    /// A new conversation of the agent, primed with the stored text.
    case primed
  }

  /// The session as it is now.
  public var session: SessionSnapshot
  /// nil while the start is not finished (`wait` was false).
  public var mode: Mode?

  /// Makes an outcome.
  public init(session: SessionSnapshot, mode: Mode?) {
    self.session = session
    self.mode = mode
  }
}
