/// Every table of a journal but its events, as of one commit: the input of the fold.
public struct JournalContents: Sendable, Equatable {
  /// The sequence of the last event; 0 when there is none.
  public var head: Int64 = 0
  /// The time of the last event, in nanoseconds since 1970 UTC; 0 when there is none.
  public var lastTime: Int64 = 0
  /// The type of the last event; nil before the first.
  public var lastType: EventType?
  /// The sequence up to which everything is known to be on disk.
  public var durableSequence: Int64 = 0
  /// Singleton records by name.
  public var records: [RecordName: [UInt8]] = [:]
  /// Turns by number.
  public var turns: [TurnRow] = []
  /// Open requests of the agent by number.
  public var requests: [RequestRow] = []
  /// Messages and open calls by position.
  public var outbox: [OutboxRow] = []
  /// Idempotency keys.
  public var keys: [KeyRow] = []
  /// Terminals by id.
  public var terminals: [TerminalRow] = []
  /// Tool calls by number.
  public var toolCalls: [ToolCallRow] = []
  /// Entries of the input queue in their order.
  public var queue: [QueueRow] = []
  /// Journal epochs by number; the first is number 0.
  public var journalEpochs: [JournalEpochRow] = []

  /// An empty journal.
  public init() {}
}
