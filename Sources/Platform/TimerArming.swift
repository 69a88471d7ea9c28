/// What a timer descriptor is set to, so that it is set no more often than needed.
///
/// One that has expired stays readable until it is set again, also when there is no deadline any more: a thread that waits
/// for it would not sleep.
struct TimerArming {
  private var deadline: BootTime?
  private var isSpent = false

  /// The descriptor became readable.
  mutating func expired() { isSpent = true }

  /// Whether it has to be set, to that deadline or to none, before anybody waits for it. It counts as set then.
  mutating func mustSet(_ next: BootTime?) -> Bool {
    guard isSpent || next != deadline else { return false }
    deadline = next
    isSpent = false
    return true
  }
}
