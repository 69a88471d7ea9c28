import Home
import Journal
import Sessions
import Synchronization

/// A session whose events a test adds, and that is followed like a real one.
final class GrowingSession: Sendable {
  private struct State {
    var events: [EventView] = []
    var isStopped = false
    var failure: (any Error)?
    var waiters: [(sequence: Int64, continuation: CheckedContinuation<Void, Never>)] = []
    var pagesRead = 0
  }

  private let state = Mutex(State())

  var events: [EventView] { state.withLock { $0.events } }
  /// How many pages were read that held events.
  var pagesRead: Int { state.withLock { $0.pagesRead } }

  func add(_ events: some Sequence<EventView>) { change { $0.events += events } }

  /// Adds events that nobody who waits has heard of yet, once somebody waits.
  func addUnheard(_ events: some Sequence<EventView>) async {
    while state.withLock({ $0.waiters.isEmpty }) { await Task.yield() }
    state.withLock { $0.events += events }
  }

  /// The last event of a session, and its end.
  func stop() {
    change { state in
      state.events.append(Sample.event(Int64(state.events.count + 1), .sessionStopped, "{}"))
      state.isStopped = true
    }
  }

  /// From now on nothing can be read.
  func fail(_ error: any Error) { change { $0.failure = error } }

  var feed: any EventFeed { Feed(session: self) }

  /// The feed of a client whose cursor is of an earlier journal epoch.
  var feedWithReset: any EventFeed { Feed(session: self, isReset: true) }

  private func change(_ body: (inout State) -> Void) {
    let due = state.withLock { state in
      body(&state)
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in due { waiter.continuation.resume() }
  }

  private func page(after sequence: Int64, maxBytes: Int) throws -> FeedPage {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      var page = FeedPage(end: sequence)
      var size = 0
      for event in state.events.dropFirst(Int(sequence)) where size < maxBytes {
        page.items.append(.event(event))
        page.end = event.row.sequence
        size += event.row.content.count
      }
      if !page.items.isEmpty { state.pagesRead += 1 }
      page.isLast = state.isStopped && page.end >= state.events.count
      return page
    }
  }

  private func wait(beyond sequence: Int64, unless isCancelled: () -> Bool) async {
    await withCheckedContinuation { continuation in
      let isDue = state.withLock { state in
        if state.isStopped || state.failure != nil || state.events.count > sequence || isCancelled() { return true }
        state.waiters.append((sequence, continuation))
        return false
      }
      if isDue { continuation.resume() }
    }
  }

  private final class Feed: EventFeed {
    private let session: GrowingSession
    private let isCancelled = Mutex(false)
    private let isReset: Mutex<Bool>

    init(session: GrowingSession, isReset: Bool = false) {
      self.session = session
      self.isReset = Mutex(isReset)
    }

    func next(maxBytes: Int) async throws -> [FeedItem] { [] }

    func page(after sequence: Int64, maxBytes: Int) async throws -> FeedPage {
      let isReset = isReset.withLock { isReset in
        defer { isReset = false }
        return isReset
      }
      if isReset {
        let head = Int64(session.events.count)
        return FeedPage(items: [.reset(reason: "journal_epoch_changed", journalEpoch: 1, head: head)], end: head)
      }
      return try session.page(after: sequence, maxBytes: maxBytes)
    }

    func wait(beyond sequence: Int64) async {
      await session.wait(beyond: sequence) { isCancelled.withLock { $0 } }
    }

    func unfiltered() -> any EventFeed { session.feed }

    func session() async throws -> SessionSnapshot {
      session.state.withLock { $0.isStopped } ? Sample.stopped : Sample.session
    }

    func cancel() {
      isCancelled.withLock { $0 = true }
      session.change { _ in }
    }
  }
}
