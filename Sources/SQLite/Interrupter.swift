internal import CSQLite
internal import Synchronization

/// Ends the running statement of a connection from another thread.
public final class Interrupter: Sendable {
  private struct Target: @unchecked Sendable {
    // Unchecked: `sqlite3_interrupt` is the one call that SQLite allows from any thread while the handle is open, and
    // the lock around it keeps `close` away.
    var handle: OpaquePointer?
  }

  private let target: Mutex<Target>

  init(_ handle: OpaquePointer) {
    target = Mutex(Target(handle: handle))
  }

  /// Makes the running statement fail with `interrupted` soon (milliseconds). Does nothing when none is running or the
  /// connection is closed.
  public func interrupt() {
    target.withLock { target in
      if let handle = target.handle { sqlite3_interrupt(handle) }
    }
  }

  func disarm() {
    target.withLock { $0.handle = nil }
  }
}
