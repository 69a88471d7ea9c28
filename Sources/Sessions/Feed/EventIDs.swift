import Journal

/// Ids and cursors of events, derived from journal epoch and sequence (design: After a power cut).
struct EventIDs: Sendable {
  private let epochs: [JournalEpochRow]

  /// - Parameter epochs: those of the journal, in any order.
  init(_ epochs: [JournalEpochRow]) {
    self.epochs = epochs.sorted { $0.number < $1.number }
  }

  /// The row with its id.
  func view(_ row: EventRow) -> EventView {
    let epoch = epochs.last { $0.firstSequence <= row.sequence }
    return EventView(id: Self.id((epoch?.key ?? 0) ^ row.sequence), journalEpoch: epoch?.number ?? 0, row: row)
  }

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

  private static func id(_ value: Int64) -> String {
    let digits = String(UInt64(bitPattern: value), radix: 16)
    return "ev-" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
