import Glibc
import Platform

/// Ctrl-C and its relatives as something to wait for, instead of an end in the middle of a sentence.
final class SignalWatch {
  private let signals: Signals

  /// From now on SIGINT, SIGTERM and SIGHUP no longer end the process.
  init() throws(SystemError) {
    signals = try Signals()
  }

  /// Becomes readable when a signal has arrived.
  var descriptor: Int32 { signals.descriptor }

  /// Whether a signal has arrived that asks the command to end.
  func takeEnd() -> Bool {
    while let signal = signals.next() {
      if signal != SIGCHLD { return true }
    }
    return false
  }

  /// Waits for that long, or until a signal arrives.
  func pause(_ duration: Duration) {
    _ = DescriptorWait.readable([descriptor], within: duration)
  }
}
