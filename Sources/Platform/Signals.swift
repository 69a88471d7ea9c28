internal import CSystem

/// The signals that ask a process to end, and those of its children, as something to wait for.
///
/// Taken before any other thread starts, no thread is interrupted by them any more.
public struct Signals: ~Copyable, Sendable {
  private let file: FileDescriptor

  /// From now on SIGCHLD, SIGTERM, SIGINT and SIGHUP wait here, and SIGPIPE and SIGXFSZ are ignored.
  public init() throws(SystemError) {
    file = FileDescriptor(owning: try SystemError.check(cs_signals_make(), "signalfd"))
  }

  /// Can be read when a signal has arrived.
  public var descriptor: Int32 { file.rawValue }

  /// The number of the next signal that has arrived, nil when there is none.
  public func next() -> Int32? {
    let signal = cs_signals_next(file.rawValue)
    return signal > 0 ? signal : nil
  }
}
