import Home
import Journal
import Platform
import Synchronization

/// Follows one journal by cursor: committed pages are read from the file, and between them the feed waits for the head.
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
  private let signal: HeadSignal
  private let pool: BlockingPool
  private let shown: @Sendable () async throws -> SessionSnapshot
  private let state: Mutex<State>

  /// Follows the journal in a session's directory.
  ///
  /// - Parameters:
  ///   - signal: how far it is committed; one that has ended for a stopped session.
  ///   - shown: the session as it is when asked.
  init(
    directory: String, request: FollowRequest, signal: HeadSignal, pool: BlockingPool,
    shown: @escaping @Sendable () async throws -> SessionSnapshot
  ) {
    self.directory = directory
    self.request = request
    self.signal = signal
    self.pool = pool
    self.shown = shown
    state = Mutex(State(cursor: request.after))
  }

  func session() async throws -> SessionSnapshot { try await shown() }

  func next(maxBytes: Int) async throws -> [FeedItem] {
    while true {
      let (cursor, isFirst, isDone) = state.withLock { ($0.cursor, $0.isFirst, $0.isDone) }
      if isDone { return [] }
      let reading = signal.reading
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
      let ticket = signal.ticket()
      state.withLock { $0.waiting = ticket }
      await signal.wait(beyond: cursor, ticket: ticket)
    }
  }

  func cancel() {
    let waiting = state.withLock { state in
      state.isDone = true
      return state.waiting
    }
    if let waiting { signal.release(waiting) }
  }

  private struct Page: Sendable {
    var items: [FeedItem] = []
    var cursor: Int64
    var isLast = false
  }

  private func page(after cursor: Int64, upTo head: Int64, isFirst: Bool, maxBytes: Int) async throws -> Page {
    let (directory, request) = (directory, request)
    return try await pool.run {
      let reader = try StoredJournal.reader(directory: directory)
      defer { reader.close() }
      let epochs = EventIDs(try reader.journalEpochs())
      var page = Page(cursor: cursor)
      if isFirst, let reset = epochs.reset(cursor: cursor, epoch: request.journalEpoch, head: head) {
        page.items = [reset]
        page.cursor = head
        return page
      }
      var query = EventQuery()
      query.after = page.cursor
      query.before = head + 1
      query.types = request.types
      query.turn = request.turn
      query.since = request.since?.nanoseconds
      query.limit = 1024
      query.byteBudget = maxBytes
      let rows = try reader.events(query)
      page.items = rows.map { .event(epochs.view($0)) }
      // A short page was read to the head, whatever the filters left out.
      page.cursor = rows.last?.sequence ?? head
      page.isLast = rows.contains { row in
        request.turn != nil && row.turn == request.turn && (row.type == .done || row.type == .error)
      }
      return page
    }
  }
}
