internal import SQLite

/// The one row that says how a journal was left.
struct JournalState: Equatable {
  /// The boot of the machine in which it was last opened, ticked or closed.
  var bootID: String
  /// Whether it was open for writing; false after a clean close.
  var isOpen: Bool
  /// The sequence up to which everything was on disk when the row was written.
  var durableSequence: Int64

  static func read(in transaction: borrowing Transaction<some Any>) throws -> JournalState? {
    try transaction.first("SELECT boot_id, open, durable_sequence FROM journal_state WHERE id = 1") {
      JournalState(bootID: $0[0], isOpen: $0[1] != 0, durableSequence: $0[2])
    }
  }

  func write(in transaction: borrowing Transaction<WriteAccess>) throws {
    try transaction.execute(
      """
      INSERT INTO journal_state(id, boot_id, open, durable_sequence) VALUES(1, ?, ?, ?)
      ON CONFLICT(id) DO UPDATE SET boot_id = excluded.boot_id, open = excluded.open,
        durable_sequence = excluded.durable_sequence
      """, bootID, isOpen, durableSequence)
  }
}
