internal import Home
internal import SQLite

/// Appends to the event log: hashes each event after the one before it and gives names their numbers.
struct EventAppender {
  /// The end of the log: what the next event is checked and hashed against.
  struct Tail {
    var head: Int64 = 0
    var time: Int64 = 0
    var hash = HashChain.start
    var turn: Int64?
  }

  private(set) var tail: Tail
  private var names: NameDictionary
  private let chain: HashChain

  init(in transaction: borrowing Transaction<some Any>) throws {
    tail =
      try transaction.first("SELECT sequence, ts, hash, turn FROM event_rows ORDER BY sequence DESC LIMIT 1") {
        Tail(head: $0[0], time: $0[1], hash: $0[2], turn: $0[3])
      } ?? Tail()
    names = try NameDictionary(in: transaction)
    chain = try HashChain()
  }

  /// Appends an event that has been checked to follow.
  mutating func append(
    _ row: EventRow, epoch: Int64, in transaction: borrowing Transaction<WriteAccess>
  ) throws {
    let turn = try row.turn.map { try names.number(of: .turn, $0.text, in: transaction) }
    let type = try names.number(of: .type, row.type.name, in: transaction)
    let agent = try names.number(of: .agent, row.agent, in: transaction)
    let hash = try row.content.withUnsafeBytes {
      try chain.hash(
        after: tail.hash, epoch: epoch, sequence: row.sequence, turn: row.turn?.text ?? "", type: row.type.name,
        agent: row.agent, time: row.time, content: $0)
    }
    try transaction.execute(
      "INSERT INTO event_rows(sequence, turn, type, agent, ts, content, hash) VALUES(?, ?, ?, ?, ?, ?, ?)",
      row.sequence, turn, type, agent, row.time, UTF8Text(row.content), hash)
    if tail.head == 0 || turn != tail.turn {
      try transaction.execute("INSERT INTO turn_runs(first_sequence, turn) VALUES(?, ?)", row.sequence, turn)
    }
    tail = Tail(head: row.sequence, time: row.time, hash: hash, turn: turn)
  }

  /// The transaction was committed.
  mutating func commit() {
    names.commit()
  }

  /// The transaction was rolled back; `tail` is what it was before.
  mutating func rollBack(to tail: Tail) {
    self.tail = tail
    names.rollBack()
  }
}
