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
  /// loses its bytes and stays as an open call. Of several epochs that have a message there, the oldest one not passed
  /// yet is meant.
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
