import Synchronization

/// Tells followers how far a session's journal is committed.
///
/// The writer raises it after each commit, so a follower that reads up to the head never sees an event that could still
/// be lost (rule 2). Waiting costs nothing until there is something new.
final class HeadSignal: Sendable {
  /// How far, and whether anything can still come.
  struct Reading: Equatable, Sendable {
    var head: Int64
    /// The run has ended and everything of it is committed.
    var ended: Bool
  }

  private struct State {
    var reading: Reading
    var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
    /// Tickets released before they began to wait.
    var released: Set<UInt64> = []
    var nextWaiter: UInt64 = 0
  }

  private let state: Mutex<State>

  /// Begins at a head.
  init(head: Int64, ended: Bool = false) {
    state = Mutex(State(reading: Reading(head: head, ended: ended)))
  }

  /// How far it is now.
  var reading: Reading { state.withLock { $0.reading } }

  /// Raises the head and wakes whoever waits.
  func raise(to head: Int64) {
    wake { $0.reading.head = max($0.reading.head, head) }
  }

  /// Nothing more will come of this run.
  func end() {
    wake { $0.reading.ended = true }
  }

  /// Wakes one waiter without news, because its follower left.
  func release(_ ticket: UInt64) {
    let waiter = state.withLock { state in
      let waiter = state.waiting.removeValue(forKey: ticket)
      if waiter == nil { state.released.insert(ticket) }
      return waiter
    }
    waiter?.resume()
  }

  /// A number for one waiter, to be released with.
  func ticket() -> UInt64 {
    state.withLock {
      $0.nextWaiter += 1
      return $0.nextWaiter
    }
  }

  /// Returns when the head is beyond `sequence`, when the run has ended, or when the ticket is released.
  func wait(beyond sequence: Int64, ticket: UInt64) async {
    await withCheckedContinuation { continuation in
      let isDue = state.withLock { state in
        if state.released.remove(ticket) != nil { return true }
        if state.reading.head > sequence || state.reading.ended { return true }
        state.waiting[ticket] = continuation
        return false
      }
      if isDue { continuation.resume() }
    }
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
