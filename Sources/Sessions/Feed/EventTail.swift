import Journal

/// The last events of a journal in memory: those behind `base`, without a gap, at most so many bytes of them.
struct EventTail {
  /// About how many bytes are kept.
  static let limit = 1 << 20
  /// What an event takes up besides its content.
  private static let overhead = 160

  private var rows: RecentTail<EventRow>

  /// Nothing yet, in a journal whose last event has this sequence.
  init(base: Int64) {
    rows = RecentTail(base: base, limit: Self.limit)
  }

  /// Older events, up to this sequence, are in the journal only.
  var base: Int64 { rows.base }

  /// Adds the events that follow, and lets go of the oldest above the limit.
  mutating func append(_ events: some Sequence<EventRow>) {
    for event in events { rows.append(event, bytes: event.content.count + Self.overhead) }
  }

  /// Lets go of everything.
  mutating func clear(head: Int64) {
    rows.clear(head: head)
  }

  /// The events behind a cursor that `admits` lets through, about so many bytes of content at most; nil when some of
  /// them are in the journal only. The second part is the sequence up to which they were looked at.
  func page(
    after cursor: Int64, maxBytes: Int, admits: (EventRow) -> Bool
  ) -> (events: [EventRow], end: Int64)? {
    var page: (events: [EventRow], end: Int64) = ([], cursor)
    var size = 0
    let isKept = rows.each(after: cursor) { row in
      guard size < maxBytes || page.events.isEmpty else { return false }
      page.end = row.sequence
      if admits(row) {
        page.events.append(row)
        size += row.content.count
      }
      return true
    }
    return isKept ? page : nil
  }
}
