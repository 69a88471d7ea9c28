public import Home

/// One prompt turn.
public struct TurnRow: Sendable, Equatable {
  /// Its id.
  public var id: TurnID
  /// Counted from 1 within the session.
  public var number: Int64
  /// `running`, `done` or `error`; the engine owns the meaning.
  public var state: String
  /// The sequence of its first event.
  public var firstSequence: Int64
  /// The sequence of its terminal event; nil while it runs.
  public var lastSequence: Int64?
  /// The rpc id of its `session/prompt`.
  public var rpcID: Int64?
  /// Everything else the engine keeps of it, as one JSON object.
  public var data: [UInt8]

  /// Makes a row of its columns.
  public init(
    id: TurnID, number: Int64, state: String, firstSequence: Int64, lastSequence: Int64?, rpcID: Int64?,
    data: [UInt8]
  ) {
    self.id = id
    self.number = number
    self.state = state
    self.firstSequence = firstSequence
    self.lastSequence = lastSequence
    self.rpcID = rpcID
    self.data = data
  }
}

/// One request of the agent that is not answered yet.
public struct RequestRow: Sendable, Equatable {
  /// Counted from 1 within the session.
  public var number: Int64
  /// The start of the shim it came from.
  public var epoch: Epoch
  /// The agent's id of it, as JSON text (a number or a string).
  public var rpcID: String
  /// The method.
  public var method: String
  /// The turn it belongs to, when there is one.
  public var turn: TurnID?
  /// `received`, `pending` (a person is asked), or `prepared` (a file write before its rename); the engine owns the
  /// meaning.
  public var state: String
  /// The line as it came, without its line end.
  public var line: [UInt8]
  /// What the engine keeps of it, as one JSON object; nil when there is nothing.
  public var data: [UInt8]?

  /// Makes a row of its columns.
  public init(
    number: Int64, epoch: Epoch, rpcID: String, method: String, turn: TurnID?, state: String, line: [UInt8],
    data: [UInt8]?
  ) {
    self.number = number
    self.epoch = epoch
    self.rpcID = rpcID
    self.method = method
    self.turn = turn
    self.state = state
    self.line = line
    self.data = data
  }
}

/// One message to the agent: waiting to be accepted by the shim, or an open call that waits for its reply.
public struct OutboxRow: Sendable, Equatable {
  /// The start of the shim it is meant for.
  public var epoch: Epoch
  /// The byte of the agent's standard input at which it begins; counted from 0 in each epoch.
  public var position: Int64
  /// Its length in bytes, line end included.
  public var length: Int64
  /// Its bytes; nil once the shim has accepted them all (an open call).
  public var bytes: [UInt8]?
  /// The id of the call; nil for replies and notifications.
  public var rpcID: Int64?
  /// The method of the call; empty for replies.
  public var method: String
  /// The turn it belongs to, when there is one.
  public var turn: TurnID?

  /// Makes a row of its columns.
  public init(
    epoch: Epoch, position: Int64, length: Int64, bytes: [UInt8]?, rpcID: Int64?, method: String, turn: TurnID?
  ) {
    self.epoch = epoch
    self.position = position
    self.length = length
    self.bytes = bytes
    self.rpcID = rpcID
    self.method = method
    self.turn = turn
  }
}

/// One idempotency key of the session.
public struct KeyRow: Sendable, Equatable {
  /// What the caller sent.
  public var key: String
  /// SHA-256 of the request's body, in hex.
  public var bodyHash: String
  /// The turn it started; nil for the key of the session's creation.
  public var turn: TurnID?

  /// Makes a row of its columns.
  public init(key: String, bodyHash: String, turn: TurnID?) {
    self.key = key
    self.bodyHash = bodyHash
    self.turn = turn
  }
}

/// One terminal of the agent.
public struct TerminalRow: Sendable, Equatable {
  /// `term-<N>`.
  public var id: String
  /// The start of the shim that runs it.
  public var epoch: Epoch
  /// The turn that created it, when there was one.
  public var turn: TurnID?
  /// `starting`, `running`, `exited`; the engine owns the meaning.
  public var state: String
  /// What the engine keeps of it, as one JSON object.
  public var data: [UInt8]

  /// Makes a row of its columns.
  public init(id: String, epoch: Epoch, turn: TurnID?, state: String, data: [UInt8]) {
    self.id = id
    self.epoch = epoch
    self.turn = turn
    self.state = state
    self.data = data
  }
}

/// One entry of the input queue (contract: sessions §9).
public struct QueueRow: Sendable, Equatable {
  /// `inq-` and 16 hex digits.
  public var id: String
  /// Counted from 1 within the session.
  public var number: Int64
  /// `queued`, `dispatching`, `sent`, `failed` or `canceled`.
  public var state: String
  /// What the engine keeps of it, as one JSON object.
  public var data: [UInt8]

  /// Makes a row of its columns.
  public init(id: String, number: Int64, state: String, data: [UInt8]) {
    self.id = id
    self.number = number
    self.state = state
    self.data = data
  }
}

/// The token usage of a turn; columns of `token_usage` (contract: sessions §4). A nil keeps what is stored.
public struct UsageRow: Sendable, Equatable {
  /// The turn it belongs to.
  public var turn: TurnID
  /// Tokens the model read.
  public var inputTokens: Int64?
  /// Tokens the model wrote.
  public var outputTokens: Int64?
  /// All tokens of the turn.
  public var totalTokens: Int64?
  /// Tokens of reasoning.
  public var thoughtTokens: Int64?
  /// Tokens read from the model's cache.
  public var cacheReadTokens: Int64?
  /// Tokens written to it.
  public var cacheWriteTokens: Int64?
  /// Tokens of the context window in use.
  public var contextUsed: Int64?
  /// Tokens that fit into it.
  public var contextSize: Int64?
  /// What the turn cost.
  public var costAmount: Double?
  /// The ISO 4217 code of the cost.
  public var costCurrency: String?
  /// Nanoseconds since 1970 UTC.
  public var time: Int64

  /// An empty usage of a turn at a time.
  public init(turn: TurnID, time: Int64) {
    self.turn = turn
    self.time = time
  }
}

/// One life of a journal between power cuts.
public struct JournalEpochRow: Sendable, Equatable {
  /// Counted from 0.
  public var number: Int64
  /// The first sequence that belongs to it.
  public var firstSequence: Int64
  /// The random key of its event ids.
  public var key: Int64

  /// Makes a row of its columns.
  public init(number: Int64, firstSequence: Int64, key: Int64) {
    self.number = number
    self.firstSequence = firstSequence
    self.key = key
  }
}
