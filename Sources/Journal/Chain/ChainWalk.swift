internal import SQLite

/// The walk of ``JournalReader/verify()``, some thousand events at a time.
struct ChainWalk {
  private static let stepLength = 4096

  private(set) var result = Verification()
  private let path: String
  private let chain: HashChain
  private var time = Int64.min
  private var hasLookedAtStructure = false

  init(path: String) throws {
    self.path = path
    chain = try HashChain()
  }

  /// Goes on; returns false when the walk is over.
  mutating func step(in transaction: borrowing Transaction<some Any>, names: inout NameCache) throws -> Bool {
    if !hasLookedAtStructure {
      hasLookedAtStructure = true
      let answer = try transaction.first("PRAGMA quick_check(1)") { $0[0] as String } ?? "no answer"
      guard answer == "ok" else { return stop(.structure, at: 0, answer) }
    }
    let epochs = try [JournalEpochRow].read(in: transaction)
    var count = 0
    try transaction.forEachRow(
      """
      SELECT sequence, turn, type, agent, ts, content, hash FROM event_rows WHERE sequence > ?
      ORDER BY sequence LIMIT ?
      """, result.head, Self.stepLength
    ) { row in
      count += 1
      return try check(row, epochs: epochs, in: transaction, names: &names)
    }
    guard result.problem == nil else { return false }
    if count == Self.stepLength { return true }
    let durable = try JournalState.read(in: transaction)?.durableSequence ?? 0
    guard durable <= result.head else {
      return stop(.tail, at: result.head + 1, "event \(durable) had been on disk")
    }
    return false
  }

  private mutating func check(
    _ row: borrowing Row, epochs: [JournalEpochRow], in transaction: borrowing Transaction<some Any>,
    names: inout NameCache
  ) throws -> Bool {
    let sequence: Int64 = row[0]
    guard sequence == result.head + 1 else {
      return stop(.gap, at: result.head + 1, "event \(sequence) is next")
    }
    let turn: Int64? = row[1]
    let hash = try row.withBytes(5) {
      try chain.hash(
        after: result.hash, epoch: epochs.epoch(of: sequence)?.number ?? -1, sequence: sequence,
        turn: try turn.map { try names.text(of: $0, in: transaction, path: path) } ?? "",
        type: try names.text(of: row[2], in: transaction, path: path),
        agent: try names.text(of: row[3], in: transaction, path: path), time: row[4], content: $0)
    }
    guard hash == row[6] as [UInt8] else {
      return stop(.hash, at: sequence, "what is stored is not what was written")
    }
    let time: Int64 = row[4]
    guard time >= self.time else { return stop(.time, at: sequence, "the clock went back") }
    result.head = sequence
    result.hash = hash
    self.time = time
    return true
  }

  private mutating func stop(_ kind: Verification.Problem.Kind, at sequence: Int64, _ detail: String) -> Bool {
    result.problem = Verification.Problem(kind: kind, sequence: sequence, detail: detail)
    return false
  }
}
