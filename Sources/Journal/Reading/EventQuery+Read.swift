internal import Home
internal import SQLite

extension EventQuery {
  /// Reads the events asked for, in ascending sequence.
  ///
  /// Filters compare numbers on `event_rows`, the time is turned into a sequence first (it never decreases), and a turn
  /// into its runs, so a page costs the same however long the journal is. Several types at once, and an agent, are
  /// filtered while scanning.
  func read(
    in transaction: borrowing Transaction<some Any>, names: inout NameCache, path: String
  ) throws -> [EventRow] {
    guard limit.map({ $0 > 0 }) ?? true else { return [] }
    guard let filter = try EventFilter(self, in: transaction) else { return [] }
    var lower = after ?? 0
    if let since { lower = max(lower, try Self.firstSequence(notBefore: since, in: transaction) - 1) }
    let upper = before ?? Int64.max
    // Only a limit without a starting point counts from the end.
    let descending = limit != nil && after == nil
    var ranges = try Self.ranges(turn: filter.turn, lower: lower, upper: upper, in: transaction)
    if descending { ranges.reverse() }

    var rows: [EventRow] = []
    var bytes = 0
    for range in ranges {
      guard rows.count < limit ?? Int.max, bytes < byteBudget ?? Int.max || rows.isEmpty else { break }
      let (sql, parameters) = filter.statement(range, descending: descending, limit: limit.map { $0 - rows.count })
      try transaction.forEachRow(sql, parameters: parameters) { row in
        let event = try EventRow(row, in: transaction, names: &names, path: path)
        bytes += event.content.count
        rows.append(event)
        return bytes < byteBudget ?? Int.max
      }
    }
    return descending ? rows.reversed() : rows
  }

  /// The first sequence whose time is not before `time`; one past the head when there is none.
  private static func firstSequence(
    notBefore time: Int64, in transaction: borrowing Transaction<some Any>
  ) throws -> Int64 {
    var low: Int64 = 1
    var high = (try transaction.first("SELECT max(sequence) FROM event_rows") { $0[0] as Int64 } ?? 0) + 1
    while low < high {
      let middle = low + (high - low) / 2
      let found = try transaction.first("SELECT ts FROM event_rows WHERE sequence = ?", middle) { $0[0] as Int64 }
      if let found, found < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The stretches of sequences to look at, in ascending order, with bounds that belong to neither.
  private static func ranges(
    turn: Int64?, lower: Int64, upper: Int64, in transaction: borrowing Transaction<some Any>
  ) throws -> [(lower: Int64, upper: Int64)] {
    guard let turn else { return [(lower, upper)] }
    let runs = try transaction.rows(
      """
      SELECT first_sequence, (SELECT min(n.first_sequence) FROM turn_runs n WHERE n.first_sequence > r.first_sequence)
      FROM turn_runs r WHERE turn = ? ORDER BY first_sequence
      """, turn
    ) { (lower: max(lower, ($0[0] as Int64) - 1), upper: min(upper, ($0[1] as Int64?) ?? Int64.max)) }
    return runs.filter { $0.lower < $0.upper }
  }
}

/// The filters of a query as numbers.
private struct EventFilter {
  let turn: Int64?
  private let types: [Int64]
  private let agent: Int64?

  /// Nil when a name was never used, so that nothing can match.
  init?(_ query: EventQuery, in transaction: borrowing Transaction<some Any>) throws {
    var types: [Int64] = []
    for type in Set(query.types) {
      if let number = try Self.number("type", type.name, in: transaction) { types.append(number) }
    }
    if types.isEmpty, !query.types.isEmpty { return nil }
    var turn: Int64?
    if let wanted = query.turn {
      turn = try Self.number("turn", wanted.text, in: transaction)
      if turn == nil { return nil }
    }
    var agent: Int64?
    if let wanted = query.agent {
      agent = try Self.number("agent", wanted, in: transaction)
      if agent == nil { return nil }
    }
    self.types = types.sorted()
    self.turn = turn
    self.agent = agent
  }

  func statement(
    _ range: (lower: Int64, upper: Int64), descending: Bool, limit: Int?
  ) -> (sql: String, parameters: [any Bindable]) {
    var parameters: [any Bindable] = [range.lower, range.upper]
    var conditions = "sequence > ? AND sequence < ?"
    // The index leaves out the types that make up the bulk; the planner has to be told that this is none of them.
    let isRare = types.count == 1 && types.allSatisfy { $0 > 2 } && turn == nil
    if !types.isEmpty {
      conditions += " AND type IN (\(types.map { _ in "?" }.joined(separator: ", ")))"
      if isRare { conditions += " AND type > 2" }
      parameters += types
    }
    if let agent {
      conditions += " AND agent = ?"
      parameters.append(agent)
    }
    if let turn {
      conditions += " AND turn = ?"
      parameters.append(turn)
    }
    let table = isRare ? "event_rows INDEXED BY event_rows_type" : "event_rows NOT INDEXED"
    parameters.append(limit ?? -1)
    let sql = """
      SELECT sequence, turn, type, agent, ts, content FROM \(table) WHERE \(conditions)
      ORDER BY sequence \(descending ? "DESC" : "ASC") LIMIT ?
      """
    return (sql, parameters)
  }

  private static func number(
    _ kind: String, _ text: String, in transaction: borrowing Transaction<some Any>
  ) throws -> Int64? {
    try transaction.first("SELECT id FROM names WHERE kind = ? AND name = ?", kind, text) { $0[0] as Int64 }
  }
}

extension EventRow {
  /// The event of a row (sequence, turn, type, agent, ts, content).
  init(
    _ row: borrowing Row, in transaction: borrowing Transaction<some Any>, names: inout NameCache, path: String
  ) throws {
    let turn: Int64? = row[1]
    let turnName = try turn.map { try names.text(of: $0, in: transaction, path: path) }
    self.init(
      sequence: row[0], turn: try TurnID.stored(turnName, path: path),
      type: EventType(try names.text(of: row[2], in: transaction, path: path)),
      agent: try names.text(of: row[3], in: transaction, path: path), time: row[4], content: row[5])
  }
}
