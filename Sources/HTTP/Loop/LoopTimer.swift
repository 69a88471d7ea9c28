import CEvent

/// A one-shot timer of an event loop. Used on the loop's thread only.
final class LoopTimer {
  fileprivate let action: () -> Void
  private let base: EventBase
  private var source: OpaquePointer?

  /// A timer that is not running. `action` must not keep the timer's owner alive.
  init(base: EventBase, action: @escaping () -> Void) {
    self.base = base
    self.action = action
    source = cevent_timer_new(base.pointer, timerFired, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    if let source { cevent_source_free(source) }
  }

  /// Starts the timer, or starts it anew.
  func schedule(after delay: Duration) {
    if let source { cevent_timer_start(source, delay.microseconds) }
  }

  /// Stops the timer.
  func cancel() {
    if let source { cevent_timer_stop(source) }
  }
}

private func timerFired(_ context: UnsafeMutableRawPointer) {
  Unmanaged<LoopTimer>.fromOpaque(context).takeUnretainedValue().action()
}
