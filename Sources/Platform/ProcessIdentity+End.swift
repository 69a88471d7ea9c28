internal import CSystem

extension ProcessIdentity {
  /// Waits until this process has ended, a zombie included, and tells whether it has within `limit`. Blocks the
  /// calling thread, which must not be a cooperative one.
  public func waitForEnd(within limit: Duration) -> Bool {
    let opened = cs_pidfd_open(pid)
    guard opened >= 0 else {
      // Without a handle there is nothing to wait for but time.
      return wait(on: -1, slice: 20, within: limit)
    }
    let handle = FileDescriptor(owning: opened)
    return wait(on: handle.rawValue, slice: .max, within: limit)
  }

  /// Looks first and waits then: a handle that was opened before the look means this process and no later one.
  private func wait(on descriptor: Int32, slice: Int64, within limit: Duration) -> Bool {
    let clock = SystemClock()
    let deadline = clock.boot() + limit
    while isAlive {
      let left = (deadline - clock.boot()).wholeNanoseconds / 1_000_000
      if left <= 0 { return false }
      var entry = cs_poll(fd: descriptor, events: Int16(CS_POLL_READ), ready: 0)
      _ = cs_poll(&entry, 1, Int32(clamping: min(left, slice)))
    }
    return true
  }
}
