import Journal

/// The journal of a session as it lies on disk, whatever died while it was written.
enum StoredJournal {
  /// A reader of the journal in a session's directory. One that a killed daemon left in the middle of a change is put
  /// right first. Blocks.
  static func reader(directory: String) throws -> JournalReader {
    do {
      return try JournalReader(directory: directory)
    } catch JournalError.needsRecovery {
      try JournalWriter.recover(directory: directory)
      return try JournalReader(directory: directory)
    }
  }
}
