internal import CSQLite

/// Decides how long a connection waits for a lock of another one.
public final class BusyHandler {
  /// Called with the number of attempts so far (0 at first); waits a little, and returns false to give up.
  private let retry: (Int) -> Bool

  /// A handler of one's own, for an injected clock. `retry` is called on the connection's thread and must itself wait.
  public init(retry: @escaping (_ attempts: Int) -> Bool) {
    self.retry = retry
  }

  /// Waits up to this long in all, in steps of at most 25 ms.
  ///
  /// - Parameter now: a clock in nanoseconds that ends the waiting as well when it shows that the time is over.
  public static func timeout(milliseconds: Int, now: @escaping () -> Int64 = { 0 }) -> BusyHandler {
    var began: Int64 = 0
    var waited = 0
    return BusyHandler { attempts in
      if attempts == 0 {
        began = now()
        waited = 0
      }
      guard waited < milliseconds, now() - began < Int64(milliseconds) * 1_000_000 else { return false }
      let step = min(attempts < 5 ? 1 << attempts : 25, milliseconds - waited)
      sqlite3_sleep(Int32(step))
      waited += step
      return true
    }
  }

  /// Gives up at once.
  public static var none: BusyHandler { BusyHandler { _ in false } }

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
