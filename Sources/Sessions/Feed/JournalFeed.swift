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

  deinit {
    tail.unfollow()
  }

  func session() async throws -> SessionSnapshot { try await shown() }

  func next(maxBytes: Int) async throws -> [FeedItem] {
    while true {
      let (cursor, isFirst, isDone) = state.withLock { ($0.cursor, $0.isFirst, $0.isDone) }
      if isDone { return [] }
      let reading = tail.reading
      if reading.head > cursor || isFirst {
        let page = try await page(after: cursor, upTo: reading.head, isFirst: isFirst, maxBytes: maxBytes)
        state.withLock { state in
          state.cursor = page.cursor
          state.isFirst = false
          if page.isLast { state.isDone = true }
        }
        if !page.items.isEmpty { return page.items }
        continue
      }
      if reading.ended { return [] }
      let ticket = tail.ticket()
      state.withLock { $0.waiting = ticket }
      await tail.wait(beyond: cursor, ticket: ticket)
    }
  }

  func cancel() {
    let waiting = state.withLock { state in
      state.isDone = true
      return state.waiting
    }
    if let waiting { tail.release(waiting) }
  }

  private struct Page: Sendable {
    var items: [FeedItem] = []
    var cursor: Int64
    var isLast = false

    init(cursor: Int64) {
      self.cursor = cursor
    }

    init(_ events: [EventView], cursor: Int64, _ request: FollowRequest) {
      items = events.map(FeedItem.event)
      self.cursor = cursor
      isLast = events.contains { event in
        request.turn != nil && event.row.turn == request.turn
          && (event.row.type == .done || event.row.type == .error)
      }
    }
  }

  private func page(after cursor: Int64, upTo head: Int64, isFirst: Bool, maxBytes: Int) async throws -> Page {
    let request = request
    // The first page looks at the journal's epochs, which say whether the cursor is good.
    if !isFirst, let kept = tail.page(after: cursor, maxBytes: maxBytes, admits: request.admits) {
      return Page(kept.events, cursor: kept.end, request)
    }
    return try await StoredJournal.read(directory: directory, pool: pool) { reader in
      let epochs = EventIDs(try reader.journalEpochs())
      if isFirst, let reset = epochs.reset(cursor: cursor, epoch: request.journalEpoch, head: head) {
        var page = Page(cursor: head)
        page.items = [reset]
        return page
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
      return Page(rows.map(epochs.view), cursor: rows.last?.sequence ?? head, request)
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
