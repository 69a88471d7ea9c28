/// The one thread that starts child processes.
///
/// A child that asked to be killed with its parent is killed when the *thread* that started it ends, so that thread has
/// to live as long as the process. A process has one instance.
public final class SpawnThread: Sendable {
  private let thread: BlockingPool

  /// Starts the thread.
  public init() throws(SystemError) {
    thread = try BlockingPool(threads: 1, name: "spawn")
  }

  /// Runs `body`, which starts a child, and waits without blocking a thread of the caller.
  public func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await thread.run(body)
  }

  /// Runs `body`, which starts a child. Nobody waits for it.
  public func submit(_ body: @escaping @Sendable () -> Void) {
    thread.submit(body)
  }

  /// Runs `body`, which starts a child, and blocks the calling thread until it is done. Never on a cooperative thread.
  public func runBlocking<T: Sendable>(_ body: @escaping @Sendable () -> T) throws(SystemError) -> T {
    try thread.runBlocking(body)
  }
}
