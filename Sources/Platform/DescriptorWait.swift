internal import CSystem

/// Waits for descriptors on the calling thread, which must not be a cooperative one.
public enum DescriptorWait {
  /// Waits until one of the descriptors can be read or has come to its end, at most for `limit`, or for ever without
  /// one. A signal that arrives may end the wait early.
  ///
  /// - Returns: for each descriptor whether it is ready.
  public static func readable(_ descriptors: [Int32], within limit: Duration? = nil) -> [Bool] {
    var entries = descriptors.map { cs_poll(fd: $0, events: Int16(CS_POLL_READ), ready: 0) }
    _ = cs_poll(&entries, entries.count, limit?.wholeMilliseconds ?? -1)
    return entries.map { $0.ready != 0 }
  }
}

extension Duration {
  /// Rounded up, so that a wait is never shorter than it was asked to be.
  var wholeMilliseconds: Int32 {
    Int32(clamping: (max(0, wholeNanoseconds) + 999_999) / 1_000_000)
  }
}
