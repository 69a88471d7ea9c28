import Home
import Journal
import Platform

/// How far the journal of a session goes, as it lies on disk.
struct StoredOutline: Sendable {
  var creation: Creation
  /// The last event.
  var end: JournalPosition
  /// The boot of the machine in which it was written last.
  var bootID: String?
  /// The latest start of a shim that it knows of; 0 when it knows of none.
  var epoch: Int

  /// nil when there is no journal, or none whose creation was committed. Blocks.
  static func read(directory: String) throws -> StoredOutline? {
    let reader: JournalReader
    do {
      reader = try StoredJournal.reader(directory: directory)
    } catch JournalError.missing, JournalError.incomplete {
      return nil
    }
    defer { reader.close() }
    let contents = try reader.contents()
    guard let record = contents.records[Creation.name] else { return nil }
    let lifecycle = try contents.records[Lifecycle.name].map { try RecordCoding.decode(Lifecycle.self, $0) }
    return StoredOutline(
      creation: try RecordCoding.decode(Creation.self, record),
      end: JournalPosition(epoch: contents.journalEpochs.last?.number ?? 0, sequence: contents.head),
      bootID: try reader.lastBoot(), epoch: lifecycle?.epoch ?? 0)
  }

  /// What is gone from the end of the journal, in words: it tells of less than was shown of the session, or than there
  /// must have been for its agent to run. nil when it is all there, or when a power cut may have taken it.
  ///
  /// - Parameters:
  ///   - shown: how far the catalog has seen the journal.
  ///   - run: the start whose shim runs; nil when none does.
  func loss(shown: JournalPosition?, run: Epoch?, bootID: String) -> String? {
    if let run, run.number > epoch { return "it does not know of the agent that runs" }
    guard let shown, shown > end, run != nil || self.bootID == bootID else { return nil }
    return "it ends at event \(end.sequence), and event \(shown.sequence) was there before"
  }
}

extension SessionSnapshot {
  /// How far the journal was when this was written down.
  var position: JournalPosition { JournalPosition(epoch: journalEpoch, sequence: head) }
}
