internal import CSystem

/// A thread of our own: for work that blocks, and for what must always run in one place.
package struct OwnThread: Sendable {
  private let handle: UInt64

  /// Starts a thread that runs `body` and ends with it. `name` shows in debuggers, cut at 15 bytes.
  package init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    let context = Unmanaged.passRetained(ThreadBody(body))
    var handle: UInt64 = 0
    let result = cs_thread_start(runThreadBody, context.toOpaque(), name, &handle)
    if result < 0 { context.release() }
    _ = try SystemError.check(result, "pthread_create")
    self.handle = handle
  }

  /// Waits for its end. Once only, and not after `detach`.
  package func join() {
    _ = cs_thread_join(handle)
  }

  /// Nobody will wait for its end. Once only.
  package func detach() {
    _ = cs_thread_detach(handle)
  }

  /// A number that belongs to the calling thread while it runs.
  static var current: UInt { UInt(cs_thread_token()) }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

private func runThreadBody(_ context: UnsafeMutableRawPointer) {
  Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
}
