import CEvent

/// An event loop of libevent. Whatever is made with it keeps it alive, so that it is freed last.
final class EventBase {
  let pointer: OpaquePointer

  /// Nil when memory or descriptors run out.
  init?() {
    guard let pointer = cevent_base_new() else { return nil }
    self.pointer = pointer
  }

  deinit {
    event_base_free(pointer)
  }

  /// Handles events on the calling thread until `stop`.
  func run() {
    event_base_dispatch(pointer)
  }

  /// Lets `run` return after the current event. To be called on its thread.
  func stop() {
    event_base_loopbreak(pointer)
  }
}
