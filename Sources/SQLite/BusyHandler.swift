internal import CSQLite

/// Decides how long a connection waits for a lock of another one.
public final class BusyHandler {
  /// Called with the number of attempts so far (0 at first); waits a little, and returns false to give up.
  private let retry: (Int) -> Bool

  /// A handler of one's own, for an injected clock. `retry` is called on the connection's thread and must itself wait.
  public init(retry: @escaping (_ attempts: Int) -> Bool) {
    self.retry = retry
  }

  /// Waits up to this long in all.
  public static func timeout(milliseconds: Int) -> BusyHandler {
    BusyHandler { attempts in
      // 1, 2, 4, 8, 16 and then 25 ms, as a sleep of the library.
      var waited = 0
      for attempt in 0..<attempts { waited += step(attempt) }
      guard waited < milliseconds else { return false }
      sqlite3_sleep(Int32(min(step(attempts), milliseconds - waited)))
      return true
    }
  }

  private static func step(_ attempt: Int) -> Int { attempt < 5 ? 1 << attempt : 25 }

  func install(on database: OpaquePointer) {
    // The connection keeps the handler alive as long as it is open.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_busy_handler(
      database,
      { context, attempts in
        guard let context else { return 0 }
        return Unmanaged<BusyHandler>.fromOpaque(context).takeUnretainedValue().retry(Int(attempts)) ? 1 : 0
      }, context)
  }
}
