internal import CSystem

/// Lets time pass on a thread of our own; never on a cooperative one.
public enum Pause {
  /// Blocks the calling thread.
  public static func block(_ duration: Duration) {
    let milliseconds = duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
    var nothing: cs_poll = cs_poll(fd: -1, events: 0, ready: 0)
    _ = cs_poll(&nothing, 0, Int32(clamping: max(1, milliseconds)))
  }
}
