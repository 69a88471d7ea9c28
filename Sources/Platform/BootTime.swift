/// A point on the clock that starts with the machine, never jumps, and counts time asleep.
///
/// It means something only together with the ``BootID`` of the boot it was taken in.
public struct BootTime: Hashable, Comparable, Sendable {
  /// Since the machine started.
  public let nanoseconds: Int64

  /// The point that many nanoseconds after the start of the machine.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Whether `left` comes before `right`.
  public static func < (left: BootTime, right: BootTime) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The point `duration` later; held at the ends of the range.
  public static func + (time: BootTime, duration: Duration) -> BootTime {
    BootTime(nanoseconds: time.nanoseconds.addingHeld(duration.wholeNanoseconds))
  }

  /// How long after `earlier` it is.
  public static func - (later: BootTime, earlier: BootTime) -> Duration {
    .nanoseconds(later.nanoseconds) - .nanoseconds(earlier.nanoseconds)
  }
}

extension Duration {
  /// The duration in nanoseconds, cut at the nanosecond and held at the ends of the range of `Int64`.
  public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    return scaled.addingHeld(attoseconds / 1_000_000_000)
  }
}
