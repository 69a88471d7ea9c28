internal import SQLite

/// An event's place in a journal.
public struct JournalPosition: Hashable, Comparable, Sendable {
  /// The journal epoch.
  public var epoch: Int64
  /// The sequence of the event.
  public var sequence: Int64

  /// The place of the event of that sequence.
  public init(epoch: Int64, sequence: Int64) {
    self.epoch = epoch
    self.sequence = sequence
  }

  /// Orders places as they were written.
  public static func < (left: JournalPosition, right: JournalPosition) -> Bool {
    (left.epoch, left.sequence) < (right.epoch, right.sequence)
  }
}

extension [JournalEpochRow] {
  /// The journal epoch that an event belongs to, for the rows of a journal in ascending order.
  public func epoch(of sequence: Int64) -> JournalEpochRow? {
    last { $0.firstSequence <= sequence }
  }

  /// The id of an event: `ev-` and 16 hex digits of the epoch's key XOR the sequence, so that a number that is used
  /// again after a power cut never names two events. Nil when the epochs do not cover the sequence.
  public func eventID(of sequence: Int64) -> String? {
    guard let epoch = epoch(of: sequence) else { return nil }
    let hex = String(UInt64(bitPattern: epoch.key ^ sequence), radix: 16)
    return "ev-" + String(repeating: "0", count: 16 - hex.count) + hex
  }

  static func read(in transaction: borrowing Transaction<some Any>) throws -> [JournalEpochRow] {
    try transaction.rows("SELECT journal_epoch, first_sequence, key FROM journal_epochs ORDER BY journal_epoch") {
      JournalEpochRow(number: $0[0], firstSequence: $0[1], key: $0[2])
    }
  }
}

extension JournalEpochRow {
  func insert(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      "INSERT INTO journal_epochs(journal_epoch, first_sequence, key) VALUES(?, ?, ?)", number, firstSequence, key)
  }
}
