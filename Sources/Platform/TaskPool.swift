internal import CTasks
internal import Synchronization

/// Two threads for tasks that never block, in the place of those that Swift would start.
///
/// Swift's own come from Dispatch, which then wakes up every second for as long as the process lives, to see whether its
/// threads are busy. A process that is to sleep while nothing happens runs its tasks here.
public enum TaskPool {
  private static let threads = Mutex<BlockingPool?>(nil)

  /// Runs every task of this process here from now on. To be called before the first one starts; again it does nothing.
  public static func takeOver() throws(SystemError) {
    let isNew = try threads.withLock { threads throws(SystemError) in
      guard threads == nil else { return false }
      threads = try BlockingPool(threads: 2, name: "tasks")
      return true
    }
    if isNew { ct_give_tasks_to { TaskPool.take(UInt(bitPattern: $0)) } }
  }

  /// Takes the address of a piece of a task, which is handed to one thread and run there once.
  private static func take(_ piece: UInt) {
    threads.withLock { $0 }?.submit {
      guard let piece = UnsafeMutableRawPointer(bitPattern: piece) else { return }
      ct_run(piece)
    }
  }
}
