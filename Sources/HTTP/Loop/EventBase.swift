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
    cevent_base_free(pointer)
  }

  /// Handles events on the calling thread until `stop`.
  func run() {
    cevent_base_run(pointer)
  }

  /// Lets `run` return after the current event. To be called on its thread.
  func stop() {
    cevent_base_stop(pointer)
  }
}
