import Platform
import Testing

/// Runs tests on threads of their own, because what they do blocks: they wait for processes and sockets.
///
/// There are a few such threads, so that the machine is not flooded with daemons.
struct BlockingTrait: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    try await withTaskExecutorPreference(BlockingExecutor.shared) { try await function() }
  }
}

extension Trait where Self == BlockingTrait {
  /// The tests block.
  static var blocking: Self { Self() }
}

/// Lends its threads to tasks.
private final class BlockingExecutor: TaskExecutor {
  static let shared = BlockingExecutor()

  private let pool: BlockingPool?

  private init() {
    pool = try? BlockingPool(threads: 3, name: "system-test")
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    pool?.submit { job.runSynchronously(on: executor) }
  }
}

/// Work of a test on a thread beside its own, whose outcome the test waits for.
final class Concurrently<Value: Sendable>: Sendable {
  private let outcome = Event<Result<Value, any Error>>()

  init(_ body: @escaping @Sendable () throws -> Value) throws {
    try OwnThread(name: "system-test") { [outcome] in outcome.set(Result(catching: body)) }.detach()
  }

  /// The outcome, waited for at most so long.
  func value(within limit: Duration = .seconds(60)) throws -> Value {
    try outcome.wait(within: limit).get()
  }
}
