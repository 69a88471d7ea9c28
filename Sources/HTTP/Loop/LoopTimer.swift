import CEvent

/// A one-shot timer of an event loop. Used on the loop's thread only.
final class LoopTimer {
  private let base: EventBase
  private var event: OpaquePointer?
  fileprivate let action: () -> Void

  /// A timer that is not running. `action` must not keep the timer's owner alive.
  init(base: EventBase, action: @escaping () -> Void) {
    self.base = base
    self.action = action
    event = event_new(base.pointer, -1, 0, timerFired, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    if let event { event_free(event) }
  }

  /// Starts the timer, or starts it anew.
  func schedule(after delay: Duration) {
    guard let event else { return }
    var interval = delay.timeval
    event_add(event, &interval)
  }

  /// Stops the timer.
  func cancel() {
    if let event { event_del(event) }
  }
}

private func timerFired(_ descriptor: Int32, _ events: Int16, _ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  Unmanaged<LoopTimer>.fromOpaque(context).takeUnretainedValue().action()
}

extension Duration {
  /// Whole microseconds, never negative.
  var timeval: timeval {
    let (seconds, attoseconds) = components
    guard self > .zero else { return CEvent.timeval(tv_sec: 0, tv_usec: 0) }
    return CEvent.timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
  }
}
