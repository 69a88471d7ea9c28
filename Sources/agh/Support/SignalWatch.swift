import CSystem
import Glibc

/// Ctrl-C and its relatives as something to wait for, instead of an end in the middle of a sentence.
final class SignalWatch {
  /// Becomes readable when a signal has arrived.
  let descriptor: Int32

  /// From now on SIGINT, SIGTERM and SIGHUP no longer end the process.
  init() {
    descriptor = cs_signals_make()
  }

  /// Whether a signal has arrived that asks the command to end.
  func takeEnd() -> Bool {
    while case let signal = cs_signals_next(descriptor), signal > 0 {
      if signal != SIGCHLD { return true }
    }
    return false
  }

  /// Waits for that long, or until a signal arrives.
  func pause(milliseconds: Int32) {
    var entry = cs_poll(fd: descriptor, events: Int16(CS_POLL_READ), ready: 0)
    _ = cs_poll(&entry, 1, milliseconds)
  }
}
