import Synchronization

/// What streams wait for together: however many there are, one message wakes their server.
///
/// Ring it after the new bytes can be polled, never before. A ring between a stream's `poll` and its waiting is not lost:
/// the server polls once more before it waits for a bell it did not listen to yet.
public final class StreamBell: Sendable {
  private struct State {
    var mailboxes: [LoopMailbox] = []
    /// Those that have not taken note of the last ring.
    var rung: Set<ObjectIdentifier> = []
  }

  private let state = Mutex(State())

  /// A bell that nobody waits for.
  public init() {}

  /// Lets every stream that waits look again. From any thread.
  public func ring() {
    let due = state.withLock { state in
      state.mailboxes.filter { state.rung.insert(ObjectIdentifier($0)).inserted }
    }
    for mailbox in due { mailbox.post(.bell(self)) }
  }

  /// From now on rings are posted to that loop.
  func subscribe(_ mailbox: LoopMailbox) {
    state.withLock { state in
      if !state.mailboxes.contains(where: { $0 === mailbox }) { state.mailboxes.append(mailbox) }
    }
  }

  /// The loop looks at its streams now; a ring from here on is another one.
  func heard(by mailbox: LoopMailbox) {
    state.withLock { _ = $0.rung.remove(ObjectIdentifier(mailbox)) }
  }
}
