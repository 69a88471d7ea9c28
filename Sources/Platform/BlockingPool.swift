internal import CSystem
internal import Synchronization

/// A few threads of our own for work that blocks, so that Swift's cooperative threads never do.
///
/// The threads live as long as the process. The queue has no limit of its own: each entry is a caller that waits.
public final class BlockingPool: Sendable {
  private let queue = Mutex<[@Sendable () -> Void]>([])
  private let filled: Semaphore

  /// Starts the threads.
  public init(threads: Int, name: String) throws(SystemError) {
    filled = try Semaphore()
    for _ in 0..<threads {
      _ = try OwnThread(name: name) { [self] in serve() }
    }
  }

  /// Runs `body` on one of the threads and waits for it without blocking a thread of the caller.
  public func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit { continuation.resume(with: Result(catching: body)) }
    }
  }

  /// Runs `body` on one of the threads. Nobody waits for it.
  public func submit(_ body: @escaping @Sendable () -> Void) {
    queue.withLock { $0.append(body) }
    filled.post()
  }

  private func serve() {
    while true {
      filled.wait()
      let next = queue.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      next?()
    }
  }
}

/// A count that a thread can wait for.
final class Semaphore: Sendable {
  private let handle: Handle

  /// The handle is thread-safe by construction: a mutex and a condition in C.
  private struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  init() throws(SystemError) {
    guard let pointer = cs_semaphore_make() else { throw SystemError(operation: "calloc", errno: ENOMEM) }
    handle = Handle(pointer: pointer)
  }

  deinit { cs_semaphore_free(handle.pointer) }

  func post() { cs_semaphore_post(handle.pointer) }

  func wait() { cs_semaphore_wait(handle.pointer) }
}
