import Journal

/// Ids and cursors of events, derived from journal epoch and sequence: after a power cut the same number may be given to
/// another event, in a later epoch.
struct EventIDs: Sendable {
  private let epochs: [JournalEpochRow]

  /// - Parameter epochs: those of the journal, in ascending order.
  init(_ epochs: [JournalEpochRow]) {
    self.epochs = epochs
  }

  /// The row with its id.
  func view(_ row: EventRow) -> EventView {
    let epoch = epochs.epoch(of: row.sequence) ?? Self.first
    return EventView(id: epoch.eventID(of: row.sequence), journalEpoch: epoch.number, row: row)
  }

  /// What an event belongs to as long as nothing is known of a journal's epochs.
  private static let first = JournalEpochRow(number: 0, firstSequence: 1, key: 0)

  /// The number of the journal's epoch as it is now.
  var current: Int64 { epochs.last?.number ?? 0 }

  /// What a stream begins with whose cursor names nothing of this journal; nil when the cursor is good.
  func reset(cursor: Int64, epoch: Int64, head: Int64) -> FeedItem? {
    if cursor > head {
      // An event that nobody has yet can be waited for, unless a power cut took the numbers back.
      guard current > 0 || epoch > 0 else { return nil }
      return .reset(reason: "cursor_beyond_head", journalEpoch: current, head: head)
    }
    guard epoch < current, let next = epochs.first(where: { $0.number > epoch }), cursor >= next.firstSequence else {
      return nil
    }
    return .reset(reason: "journal_epoch_changed", journalEpoch: current, head: head)
  }
}
