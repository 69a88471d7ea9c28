import Catalog
import Configuration
import Diagnostics
import HTTP
import Home
import Platform
import Sessions
import Synchronization

/// Everything a running daemon has. Made by `BootOrder`, taken apart by `ShutdownOrder`.
struct DaemonRuntime: Sendable {
  var home: HomeDirectory
  var configuration: Configuration
  var logger: Logger
  var lock: HeldLock
  var catalog: Catalog
  var sessions: SessionRegistry
  var server: HTTPServer
  /// What goes on in the background after a boot; short, and usually over at once.
  var measuring: Task<Void, Never>
  /// The lines of the log for whoever follows it.
  var log: LogFeed
  var clock: any Clock
}

/// The lock of the home, held until it is released.
final class HeldLock: Sendable {
  private let lock: Mutex<DaemonLock?>

  init(_ lock: consuming sending DaemonLock) {
    self.lock = Mutex(lock)
  }

  /// Lets the next daemon in.
  func release() {
    let held = lock.withLock { $0.take() }
    held?.release()
  }
}
