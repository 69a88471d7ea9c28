import Journal
import Synchronization

/// Tells followers how far a live session's journal is committed, and keeps its last events for them.
///
/// The writer raises it after each commit, so a follower that reads up to the head never sees an event that could still
/// be lost. Waiting costs nothing until there is something new. Events are kept only while somebody follows,
/// and shared: they are the rows that were committed, not copies of them.
final class LiveTail: Sendable {
  /// How far, and whether anything can still come.
  struct Reading: Equatable, Sendable {
    var head: Int64
    /// The run has ended and everything of it is committed.
    var ended: Bool
  }

  private struct State {
    var reading: Reading
    var events: EventTail
    var ids = EventIDs([])
    var followers = 0
    var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter: UInt64 = 0
  }

  private let state: Mutex<State>

  /// Begins at a head.
  init(head: Int64, ended: Bool = false) {
    state = Mutex(State(reading: Reading(head: head, ended: ended), events: EventTail(base: head)))
  }

  /// How far it is now.
  var reading: Reading { state.withLock { $0.reading } }

  // MARK: - The writer

  /// The journal was opened.
  func begin(head: Int64, journalEpochs: [JournalEpochRow]) {
    wake { state in
      state.ids = EventIDs(journalEpochs)
      state.events.clear(head: head)
      state.reading.head = max(state.reading.head, head)
    }
  }

  /// These changes were committed, and the journal's last event has this sequence now.
  func publish(_ changes: [JournalChange], head: Int64) {
    wake { state in
      state.reading.head = max(state.reading.head, head)
      if state.followers > 0 {
        state.events.append(
          changes.lazy.compactMap { change in
            if case .event(let row) = change { row } else { nil }
          })
      } else {
        state.events.clear(head: head)
      }
    }
  }

  /// Nothing more will come of this run.
  func end() {
    wake { $0.reading.ended = true }
  }

  // MARK: - Followers

  /// The next of the events that are kept; nil when older ones come first.
  func page(after cursor: Int64, maxBytes: Int, admits: (EventRow) -> Bool) -> (events: [EventView], end: Int64)? {
    let (page, ids) = state.withLock { state in
      (state.events.page(after: cursor, maxBytes: maxBytes, admits: admits), state.ids)
    }
    return page.map { ($0.events.map(ids.view), $0.end) }
  }

  /// Keeps events from now on, until as many calls of `unfollow`.
  func follow() {
    state.withLock { $0.followers += 1 }
  }

  /// Takes back one `follow`.
  func unfollow() {
    state.withLock { state in
      state.followers -= 1
      if state.followers == 0 { state.events.clear(head: state.reading.head) }
    }
  }

  /// A number for one waiter, to be released with.
  func ticket() -> UInt64 {
    state.withLock {
      $0.nextWaiter += 1
      return $0.nextWaiter
    }
  }

  /// Returns when the head is beyond `sequence`, when the run has ended, or when the ticket is released.
  ///
  /// - Parameter isReleased: whether that has happened already; true from before `release` is called.
  func wait(beyond sequence: Int64, ticket: UInt64, unless isReleased: () -> Bool = { false }) async {
    await withCheckedContinuation { continuation in
      let isDue = state.withLock { state in
        if state.reading.head > sequence || state.reading.ended || isReleased() { return true }
        state.waiting[ticket] = continuation
        return false
      }
      if isDue { continuation.resume() }
    }
  }

  /// Wakes one waiter without news, because its follower left.
  func release(_ ticket: UInt64) {
    state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
  }

  private func wake(_ change: (inout State) -> Void) {
    let due = state.withLock { state in
      change(&state)
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in due { continuation.resume() }
  }
}
