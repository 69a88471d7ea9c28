/// Two threads for tasks that never block, in the place of those that Swift would start.
///
/// Swift's own come from Dispatch, which then wakes up every second for as long as the process lives, to see whether its
/// threads are busy. A process that is to sleep while nothing happens starts every task with this as its preference; what
/// such a task calls and awaits then runs here as well.
public final class TaskPool: TaskExecutor {
  /// The threads of this process, started when they are first asked for; nil, which stands for Swift's own, when they
  /// cannot be started.
  public static let shared = try? TaskPool()

  private let threads: BlockingPool

  private init() throws(SystemError) {
    threads = try BlockingPool(threads: 2, name: "tasks")
  }

  /// Runs a part of a task. Called by the runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    threads.submit { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}
