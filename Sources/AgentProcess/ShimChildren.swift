import CSystem
import Platform
import Synchronization

/// The shims that this process has started and that are still to be reaped.
///
/// A shim outlives its daemon, but while the daemon lives, an ended one stays a zombie until it is waited for.
public final class ShimChildren: Sendable {
  private let pids = Mutex<Set<Int32>>([])

  /// Without children.
  public init() {}

  /// Takes note of a child.
  public func add(_ pid: Int32) {
    pids.withLock { _ = $0.insert(pid) }
  }

  /// Reaps every child that has ended. Does not wait.
  public func sweep() {
    pids.withLock { pids in
      pids = pids.filter { pid in
        var status = cs_exit()
        return cs_wait(pid, 0, &status) == 0
      }
    }
  }
}
