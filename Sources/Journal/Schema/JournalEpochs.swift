internal import SQLite

extension [JournalEpochRow] {
  /// The journal epoch that an event belongs to, for the rows of a journal in ascending order; nil when they do not
  /// cover the sequence.
  public func epoch(of sequence: Int64) -> JournalEpochRow? {
    last { $0.firstSequence <= sequence }
  }

  static func read(in transaction: borrowing Transaction<some Any>) throws -> [JournalEpochRow] {
    try transaction.rows("SELECT journal_epoch, first_sequence, key FROM journal_epochs ORDER BY journal_epoch") {
      JournalEpochRow(number: $0[0], firstSequence: $0[1], key: $0[2])
    }
  }
}

extension JournalEpochRow {
  /// The id of an event of this epoch: `ev-` and 16 hex digits of its key XOR the sequence, so that a number that is used
  /// again after a power cut never names two events.
  public func eventID(of sequence: Int64) -> String {
    let hex = String(UInt64(bitPattern: key ^ sequence), radix: 16)
    return "ev-" + String(repeating: "0", count: 16 - hex.count) + hex
  }

  func insert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      "INSERT INTO journal_epochs(journal_epoch, first_sequence, key) VALUES(?, ?, ?)", number, firstSequence, key)
  }
}
