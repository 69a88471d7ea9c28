import Journal

/// The last events of a journal in memory: those behind `base`, without a gap, at most so many bytes of them.
struct EventTail {
  /// About how many bytes are kept.
  static let limit = 1 << 20
  /// What an event takes up besides its content.
  private static let overhead = 160

  /// Older events, up to this sequence, are in the journal only.
  private(set) var base: Int64
  private var rows: [EventRow] = []
  /// Rows at the front that count as gone; they are removed together.
  private var gone = 0
  private var bytes = 0

  /// Nothing yet, in a journal whose last event has this sequence.
  init(base: Int64) {
    self.base = base
  }

  /// Adds the events that follow, and lets go of the oldest above the limit.
  mutating func append(_ events: some Sequence<EventRow>) {
    for event in events {
      rows.append(event)
      bytes += event.content.count + Self.overhead
    }
    while bytes > Self.limit, gone < rows.count {
      bytes -= rows[gone].content.count + Self.overhead
      base = rows[gone].sequence
      gone += 1
    }
    if gone > rows.count / 2 {
      rows.removeFirst(gone)
      gone = 0
    }
  }

  /// Lets go of everything.
  mutating func clear(head: Int64) {
    self = EventTail(base: head)
  }

  /// The events behind a cursor that `admits` lets through, about so many bytes of content at most; nil when some of
  /// them are in the journal only. The second part is the sequence up to which they were looked at.
  func page(
    after cursor: Int64, maxBytes: Int, admits: (EventRow) -> Bool
  ) -> (events: [EventRow], end: Int64)? {
    guard cursor >= base else { return nil }
    var page: (events: [EventRow], end: Int64) = ([], cursor)
    var size = 0
    for row in rows[min(gone + Int(cursor - base), rows.count)...] {
      guard size < maxBytes || page.events.isEmpty else { break }
      page.end = row.sequence
      guard admits(row) else { continue }
      page.events.append(row)
      size += row.content.count
    }
    return page
  }
}
