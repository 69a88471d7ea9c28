public import Home

/// One row of the event log.
public struct EventRow: Sendable, Equatable {
  /// Counted from 1 without a gap.
  public var sequence: Int64
  /// The turn it belongs to, when there is one.
  public var turn: TurnID?
  /// Its kind.
  public var type: EventType
  /// The agent's name.
  public var agent: String
  /// Nanoseconds since 1970 UTC; never decreases within a journal.
  public var time: Int64
  /// One JSON object as UTF-8: for what the agent sent, the update object byte for byte; for events of the daemon, their
  /// own fields.
  public var content: [UInt8]

  /// Makes a row of its columns.
  public init(sequence: Int64, turn: TurnID?, type: EventType, agent: String, time: Int64, content: [UInt8]) {
    self.sequence = sequence
    self.turn = turn
    self.type = type
    self.agent = agent
    self.time = time
    self.content = content
  }
}
