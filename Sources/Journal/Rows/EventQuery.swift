public import Home

/// Which events to read. Answers are always in ascending sequence.
///
/// `limit` alone means the newest N; with `after` the next N; with `before` the N before it.
public struct EventQuery: Sendable, Equatable {
  /// Only these types; empty means all.
  public var types: [EventType] = []
  /// Only this turn.
  public var turn: TurnID?
  /// Only this agent.
  public var agent: String?
  /// Only events at or after this time, in nanoseconds since 1970 UTC.
  public var since: Int64?
  /// Only events beyond this sequence.
  public var after: Int64?
  /// Only events before this sequence.
  public var before: Int64?
  /// At most this many events.
  public var limit: Int?
  /// Stops once this many bytes of content were read, with the event that reaches them; nil reads on.
  public var byteBudget: Int?

  /// Every event.
  public init() {}
}
