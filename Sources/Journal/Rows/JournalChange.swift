/// One change of one row. A commit is a list of them, applied in order in one transaction.
///
/// The engine's state is a fold over the same values, so whatever a change can express is what the state can depend on.
public enum JournalChange: Sendable, Equatable {
  /// Appends to the event log; its sequence must be the head plus one.
  case event(EventRow)
  /// Sets a singleton record; nil removes it.
  case record(RecordName, [UInt8]?)
  /// Inserts or replaces a turn, by its id.
  case turn(TurnRow)
  /// Inserts or replaces a request of the agent, by its number.
  case request(RequestRow)
  /// Removes an answered request of the agent.
  case requestRemoved(Int64)
  /// Adds a message to the agent, by its position.
  case outbox(OutboxRow)
  /// The shim has accepted the message at this position whole: its row goes, or, when it is a request whose reply is open,
  /// loses its bytes and stays as an open call. Of several epochs that have a message there, the oldest one not passed yet is meant.
  case passed(position: Int64)
  /// The reply of an open call was taken: its row goes.
  case callClosed(rpcID: Int64)
  /// Inserts an idempotency key; the key must be new.
  case key(KeyRow)
  /// Inserts or replaces a terminal, by its id.
  case terminal(TerminalRow)
  /// Removes a released terminal.
  case terminalRemoved(String)
  /// Inserts or replaces a tool call, by its id.
  case toolCall(ToolCallRow)
  /// Removes a tool call that is remembered no longer.
  case toolCallRemoved(String)
  /// Inserts or replaces an entry of the input queue, by its id.
  case queued(QueueRow)
  /// Inserts or replaces the token usage of a turn, by its turn.
  case usage(UsageRow)
}

/// How far a commit must have reached when `commit` returns.
public enum Durability: Sendable, Comparable {
  /// Committed: it survives the death of the process. The disk follows within a tick.
  case normal
  /// On disk: it survives a power cut. For whatever a person is told.
  case full
}

/// The name of a singleton record. Open: names can be added.
public struct RecordName: Hashable, Sendable, CustomStringConvertible {
  /// The key in the table.
  public let name: String

  /// Makes the record name of that key.
  public init(_ name: String) {
    self.name = name
  }

  /// The name.
  public var description: String { name }
}

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
