import Home
import Journal
import Platform
import Synchronization

/// Follows one journal by cursor: what is in the tail comes from there, older pages from the file, and behind the last
/// event the feed waits for the head.
///
/// It keeps no connection while it waits, so that a session that stops can close its journal properly.
final class JournalFeed: EventFeed {
  /// Where the feed stands.
  private struct State {
    var cursor: Int64
    var journalEpoch: Int64 = 0
    var isFirst = true
    var isDone = false
    var waiting: UInt64?
  }

  private let directory: String
  private let request: FollowRequest
  private let tail: LiveTail
  private let pool: BlockingPool
  private let shown: @Sendable () async throws -> SessionSnapshot
  private let state: Mutex<State>

  /// Follows the journal in a session's directory.
  ///
  /// - Parameters:
  ///   - tail: how far it is committed; one that has ended for a stopped session.
  ///   - shown: the session as it is when asked.
  init(
    directory: String, request: FollowRequest, tail: LiveTail, pool: BlockingPool,
    shown: @escaping @Sendable () async throws -> SessionSnapshot
  ) {
    self.directory = directory
    self.request = request
    self.tail = tail
    self.pool = pool
    self.shown = shown
    state = Mutex(State(cursor: request.after))
    tail.follow()
  }

  func unfiltered() -> any EventFeed {
    let feed = JournalFeed(
      directory: directory, request: FollowRequest(after: 0), tail: tail, pool: pool, shown: shown)
    let journalEpoch = state.withLock { $0.journalEpoch }
    feed.state.withLock { state in
      state.isFirst = false
      state.journalEpoch = journalEpoch
    }
    return feed
  }

  deinit {
    tail.unfollow()
  }

  func session() async throws -> SessionSnapshot { try await shown() }

  func next(maxBytes: Int) async throws -> [FeedItem] {
    while true {
      let (cursor, isDone) = state.withLock { ($0.cursor, $0.isDone) }
      if isDone { return [] }
      let page = try await page(after: cursor, maxBytes: maxBytes)
      state.withLock { state in
        state.cursor = page.end
        if page.isLast { state.isDone = true }
      }
      if !page.items.isEmpty { return page.items }
      if page.isLast { return [] }
      await wait(beyond: page.end)
    }
  }

  func wait(beyond sequence: Int64) async {
    let ticket = tail.ticket()
    state.withLock { $0.waiting = ticket }
    await tail.wait(beyond: sequence, ticket: ticket) { state.withLock { $0.isDone } }
    state.withLock { $0.waiting = nil }
  }

  func cancel() {
    let waiting = state.withLock { state in
      state.isDone = true
      return state.waiting
    }
    if let waiting { tail.release(waiting) }
  }

  func page(after cursor: Int64, maxBytes: Int) async throws -> FeedPage {
    let (isFirst, journalEpoch) = state.withLock { ($0.isFirst, $0.journalEpoch) }
    let reading = tail.reading
    let request = request
    var page: FeedPage
    if !isFirst, reading.head <= cursor {
      page = FeedPage(end: cursor, journalEpoch: journalEpoch)
    } else if !isFirst, let kept = tail.page(after: cursor, maxBytes: maxBytes, admits: request.admits) {
      page = FeedPage(kept.events, end: kept.end, journalEpoch, request)
    } else {
      // The first page looks at the journal's epochs, which say whether the cursor is good.
      page = try await StoredJournal.read(directory: directory, pool: pool) { reader in
        try Self.stored(reader, after: cursor, upTo: reading.head, isFirst: isFirst, maxBytes: maxBytes, request)
      }
    }
    if reading.ended, page.end >= reading.head { page.isLast = true }
    state.withLock { state in
      state.isFirst = false
      state.journalEpoch = page.journalEpoch
    }
    return page
  }

  /// Reads a page from the journal. Blocks.
  private static func stored(
    _ reader: JournalReader, after cursor: Int64, upTo head: Int64, isFirst: Bool, maxBytes: Int,
    _ request: FollowRequest
  ) throws -> FeedPage {
    let epochs = EventIDs(try reader.journalEpochs())
    if isFirst, let reset = epochs.reset(cursor: cursor, epoch: request.journalEpoch, head: head) {
      return FeedPage(items: [reset], end: head, journalEpoch: epochs.current)
    }
    var query = EventQuery()
    query.after = cursor
    query.before = head + 1
    query.types = request.types
    query.turn = request.turn
    query.since = request.since?.nanoseconds
    query.limit = 1024
    query.byteBudget = maxBytes
    let rows = try reader.events(query)
    // A short page was read to the head, whatever the filters left out.
    let end = rows.last?.sequence ?? max(head, cursor)
    return FeedPage(rows.map(epochs.view), end: end, epochs.current, request)
  }
}

extension FeedPage {
  /// A page of events; the last one when it holds the end of the turn that is asked for.
  fileprivate init(_ events: [EventView], end: Int64, _ journalEpoch: Int64, _ request: FollowRequest) {
    self.init(items: events.map(FeedItem.event), end: end, journalEpoch: journalEpoch)
    isLast = events.contains { event in
      request.turn != nil && event.row.turn == request.turn
        && (event.row.type == .done || event.row.type == .error)
    }
  }
}

extension FollowRequest {
  /// Whether an event passes the filters.
  func admits(_ row: EventRow) -> Bool {
    (types.isEmpty || types.contains(row.type)) && (turn.map { row.turn == $0 } ?? true)
      && (since.map { row.time >= $0.nanoseconds } ?? true)
  }
}
