internal import CSystem

/// Lets time pass on a thread of our own; never on a cooperative one.
public enum Pause {
  /// Blocks the calling thread, for at least a millisecond.
  public static func block(_ duration: Duration) {
    var nothing = cs_poll(fd: -1, events: 0, ready: 0)
    _ = cs_poll(&nothing, 0, max(1, duration.wholeMilliseconds))
  }
}
