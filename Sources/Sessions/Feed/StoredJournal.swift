import Diagnostics
import Journal
import Platform

/// The journal of a session as it lies on disk, whatever died while it was written.
enum StoredJournal {
  /// A reader of the journal in a session's directory. One that a killed daemon left in the middle of a change is put
  /// right first. Blocks.
  ///
  /// - Parameter isWriters: whether it is read on the thread of the session that writes it.
  static func reader(directory: String, isWriters: Bool = false) throws -> JournalReader {
    do {
      return try JournalReader(directory: directory, isWriters: isWriters)
    } catch JournalError.needsRecovery {
      try JournalWriter.recover(directory: directory)
      return try JournalReader(directory: directory, isWriters: isWriters)
    }
  }

  /// Reads the journal in a session's directory on a thread that may block. A read that has to wait for the writer, or
  /// that the others could not wait for, is tried again.
  ///
  /// - Throws: `journal_overloaded` when it cannot be read for now, and whatever `body` throws.
  static func read<Result: Sendable>(
    directory: String, pool: BlockingPool, _ body: @escaping @Sendable (JournalReader) throws -> Result
  ) async throws -> Result {
    var attempts = 0
    while true {
      do {
        return try await pool.run {
          let reader = try reader(directory: directory)
          defer { reader.close() }
          return try body(reader)
        }
      } catch let error as JournalError {
        attempts += 1
        switch error {
        case .catchingUp, .interrupted:
          guard attempts < mostAttempts else { throw AghError(.journalOverloaded, "\(error)") }
        case .overloaded: throw AghError(.journalOverloaded, "\(error)")
        default: throw error
        }
        await JournalReader.whenReadable(directory: directory)
      }
    }
  }

  private static let mostAttempts = 20
}
