internal import Home
internal import SQLite

extension JournalContents {
  /// Reads every table but the event log, as of the transaction's snapshot.
  static func read(in transaction: borrowing Transaction<some Any>, path: String) throws -> JournalContents {
    var contents = JournalContents()
    let last = try transaction.first(
      """
      SELECT sequence, ts, (SELECT name FROM names WHERE id = type) FROM event_rows ORDER BY sequence DESC LIMIT 1
      """
    ) { ($0[0] as Int64, $0[1] as Int64, $0[2] as String?) }
    contents.head = last?.0 ?? 0
    contents.lastTime = last?.1 ?? 0
    contents.lastType = last?.2.map { EventType($0) }
    contents.durableSequence = try JournalState.read(in: transaction)?.durableSequence ?? 0
    let records = try transaction.rows("SELECT name, value FROM records") {
      (RecordName($0[0]), $0[1] as [UInt8])
    }
    contents.records = Dictionary(records) { first, _ in first }
    contents.turns = try TurnRow.read(in: transaction, path: path)
    contents.requests = try RequestRow.read(in: transaction, path: path)
    contents.outbox = try OutboxRow.read(in: transaction, path: path)
    contents.keys = try KeyRow.read(in: transaction, path: path)
    contents.terminals = try TerminalRow.read(in: transaction, path: path)
    contents.toolCalls = try transaction.rows("SELECT id, number, data FROM tool_calls ORDER BY number, id") {
      ToolCallRow(id: $0[0], number: $0[1], data: $0[2])
    }
    contents.queue = try transaction.rows("SELECT id, number, state, data FROM input_queue ORDER BY number") {
      QueueRow(id: $0[0], number: $0[1], state: $0[2], data: $0[3])
    }
    contents.journalEpochs = try [JournalEpochRow].read(in: transaction)
    return contents
  }
}

extension TurnID {
  /// The turn of a column; a name that is none means damage.
  static func stored(_ text: String, path: String) throws -> TurnID {
    guard let turn = TurnID(text) else { throw JournalError.corrupt(path: path, detail: "\"\(text)\" is no turn") }
    return turn
  }

  static func stored(_ text: String?, path: String) throws -> TurnID? {
    try text.map { try stored($0 as String, path: path) }
  }
}

extension TurnRow {
  fileprivate static func read(in transaction: borrowing Transaction<some Any>, path: String) throws -> [TurnRow] {
    try transaction.rows(
      "SELECT id, number, state, first_sequence, last_sequence, rpc_id, data FROM turns ORDER BY number"
    ) {
      TurnRow(
        id: try TurnID.stored($0[0] as String, path: path), number: $0[1], state: $0[2], firstSequence: $0[3],
        lastSequence: $0[4], rpcID: $0[5], data: $0[6])
    }
  }
}

extension RequestRow {
  fileprivate static func read(in transaction: borrowing Transaction<some Any>, path: String) throws -> [RequestRow] {
    try transaction.rows(
      "SELECT number, epoch, rpc_id, method, turn_id, state, line, data FROM requests ORDER BY number"
    ) {
      RequestRow(
        number: $0[0], epoch: Epoch(Int($0[1] as Int64)), rpcID: $0[2], method: $0[3],
        turn: try TurnID.stored($0[4] as String?, path: path), state: $0[5], line: $0[6], data: $0[7])
    }
  }
}

extension OutboxRow {
  fileprivate static func read(in transaction: borrowing Transaction<some Any>, path: String) throws -> [OutboxRow] {
    try transaction.rows(
      "SELECT epoch, position, length, bytes, rpc_id, method, turn_id FROM outbox ORDER BY epoch, position"
    ) {
      OutboxRow(
        epoch: Epoch(Int($0[0] as Int64)), position: $0[1], length: $0[2], bytes: $0[3], rpcID: $0[4], method: $0[5],
        turn: try TurnID.stored($0[6] as String?, path: path))
    }
  }
}

extension KeyRow {
  fileprivate static func read(in transaction: borrowing Transaction<some Any>, path: String) throws -> [KeyRow] {
    try transaction.rows("SELECT key, body_hash, turn_id FROM keys ORDER BY key") {
      KeyRow(key: $0[0], bodyHash: $0[1], turn: try TurnID.stored($0[2] as String?, path: path))
    }
  }
}

extension TerminalRow {
  fileprivate static func read(in transaction: borrowing Transaction<some Any>, path: String) throws -> [TerminalRow] {
    try transaction.rows("SELECT id, epoch, turn_id, state, data FROM terminals ORDER BY id") {
      TerminalRow(
        id: $0[0], epoch: Epoch(Int($0[1] as Int64)), turn: try TurnID.stored($0[2] as String?, path: path),
        state: $0[3], data: $0[4])
    }
  }
}

extension UsageRow {
  static func read(in transaction: borrowing Transaction<some Any>, path: String) throws -> [UsageRow] {
    try transaction.rows(
      """
      SELECT turn_id, input_tokens, output_tokens, total_tokens, thought_tokens, cache_read_tokens,
        cache_write_tokens, context_used, context_size, cost_amount, cost_currency, ts FROM usage_rows ORDER BY ts, turn_id
      """
    ) {
      var row = UsageRow(turn: try TurnID.stored($0[0] as String, path: path), time: $0[11])
      row.inputTokens = $0[1]
      row.outputTokens = $0[2]
      row.totalTokens = $0[3]
      row.thoughtTokens = $0[4]
      row.cacheReadTokens = $0[5]
      row.cacheWriteTokens = $0[6]
      row.contextUsed = $0[7]
      row.contextSize = $0[8]
      row.costAmount = $0[9]
      row.costCurrency = $0[10]
      return row
    }
  }
}
