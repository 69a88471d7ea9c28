internal import Home
internal import SQLite

extension JournalChange {
  /// Applies a change of any table but the event log.
  func apply(in transaction: borrowing Transaction<WriteAccess>) throws {
    switch self {
    case .event: return
    case .record(let name, let value):
      if let value {
        try transaction.execute(
          "INSERT INTO records(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
          name.name, value)
      } else {
        try transaction.execute("DELETE FROM records WHERE name = ?", name.name)
      }
    case .turn(let row): try row.upsert(in: transaction)
    case .request(let row): try row.upsert(in: transaction)
    case .requestRemoved(let number): try transaction.execute("DELETE FROM requests WHERE number = ?", number)
    case .outbox(let row): try row.insert(in: transaction)
    case .passed(let position): try OutboxRow.pass(position, in: transaction)
    case .callClosed(let rpcID): try transaction.execute("DELETE FROM outbox WHERE rpc_id = ?", rpcID)
    case .key(let row):
      try transaction.execute(
        "INSERT INTO keys(key, body_hash, turn_id) VALUES(?, ?, ?)", row.key, row.bodyHash, row.turn?.text)
    case .terminal(let row): try row.upsert(in: transaction)
    case .terminalRemoved(let id): try transaction.execute("DELETE FROM terminals WHERE id = ?", id)
    case .toolCall(let row):
      try transaction.execute(
        """
        INSERT INTO tool_calls(id, number, data) VALUES(?, ?, ?)
        ON CONFLICT(id) DO UPDATE SET number = excluded.number, data = excluded.data
        """, row.id, row.number, UTF8Text(row.data))
    case .toolCallRemoved(let id): try transaction.execute("DELETE FROM tool_calls WHERE id = ?", id)
    case .queued(let row): try row.upsert(in: transaction)
    case .usage(let row): try row.upsert(in: transaction)
    }
  }
}

extension TurnRow {
  fileprivate func upsert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      """
      INSERT INTO turns(id, number, state, first_sequence, last_sequence, rpc_id, data) VALUES(?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(id) DO UPDATE SET number = excluded.number, state = excluded.state,
        first_sequence = excluded.first_sequence, last_sequence = excluded.last_sequence, rpc_id = excluded.rpc_id,
        data = excluded.data
      """, id.text, number, state, firstSequence, lastSequence, rpcID, UTF8Text(data))
  }
}

extension RequestRow {
  fileprivate func upsert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      """
      INSERT OR REPLACE INTO requests(number, epoch, rpc_id, method, turn_id, state, line, data)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?)
      """, number, epoch.number, rpcID, method, turn?.text, state, line, data.map(UTF8Text.init))
  }
}

extension OutboxRow {
  fileprivate func insert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      "INSERT INTO outbox(epoch, position, length, bytes, rpc_id, method, turn_id) VALUES(?, ?, ?, ?, ?, ?, ?)",
      epoch.number, position, length, bytes, rpcID, method, turn?.text)
  }

  /// Positions begin again with each start of a shim: meant is the oldest message there that has not passed.
  fileprivate static func pass(_ position: Int64, in transaction: borrowing Transaction<WriteAccess>) throws {
    let row = "position = ?1 AND epoch = (SELECT min(epoch) FROM outbox WHERE position = ?1 AND bytes IS NOT NULL)"
    let calls = try transaction.execute("UPDATE outbox SET bytes = NULL WHERE rpc_id IS NOT NULL AND \(row)", position)
    if calls == 0 { try transaction.execute("DELETE FROM outbox WHERE rpc_id IS NULL AND \(row)", position) }
  }
}

extension TerminalRow {
  fileprivate func upsert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      """
      INSERT INTO terminals(id, epoch, turn_id, state, data) VALUES(?, ?, ?, ?, ?)
      ON CONFLICT(id) DO UPDATE SET epoch = excluded.epoch, turn_id = excluded.turn_id, state = excluded.state,
        data = excluded.data
      """, id, epoch.number, turn?.text, state, UTF8Text(data))
  }
}

extension QueueRow {
  fileprivate func upsert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      """
      INSERT INTO input_queue(id, number, state, data) VALUES(?, ?, ?, ?)
      ON CONFLICT(id) DO UPDATE SET number = excluded.number, state = excluded.state, data = excluded.data
      """, id, number, state, UTF8Text(data))
  }
}

extension UsageRow {
  fileprivate func upsert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      """
      INSERT INTO usage_rows(turn_id, input_tokens, output_tokens, total_tokens, thought_tokens, cache_read_tokens,
        cache_write_tokens, context_used, context_size, cost_amount, cost_currency, ts)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(turn_id) DO UPDATE SET
        input_tokens = coalesce(excluded.input_tokens, input_tokens),
        output_tokens = coalesce(excluded.output_tokens, output_tokens),
        total_tokens = coalesce(excluded.total_tokens, total_tokens),
        thought_tokens = coalesce(excluded.thought_tokens, thought_tokens),
        cache_read_tokens = coalesce(excluded.cache_read_tokens, cache_read_tokens),
        cache_write_tokens = coalesce(excluded.cache_write_tokens, cache_write_tokens),
        context_used = coalesce(excluded.context_used, context_used),
        context_size = coalesce(excluded.context_size, context_size),
        cost_amount = coalesce(excluded.cost_amount, cost_amount),
        cost_currency = coalesce(excluded.cost_currency, cost_currency),
        ts = excluded.ts
      """, turn.text, inputTokens, outputTokens, totalTokens, thoughtTokens, cacheReadTokens, cacheWriteTokens,
      contextUsed, contextSize, costAmount, costCurrency, time)
  }
}
