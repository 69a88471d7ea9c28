public import Platform
import Synchronization

/// The shims that this process has started and that are still to be reaped.
///
/// A shim outlives its daemon, but while the daemon lives, an ended one stays a zombie until it is waited for.
public final class ShimChildren: Sendable {
  private let children = Mutex<Set<ChildProcess>>([])

  /// Without children.
  public init() {}

  /// Takes note of a child.
  public func add(_ child: ChildProcess) {
    children.withLock { _ = $0.insert(child) }
  }

  /// Reaps every child that has ended. Does not wait.
  public func sweep() {
    children.withLock { children in
      // One that cannot be waited for was waited for already.
      children = children.filter { child in (try? child.end() == nil) ?? false }
    }
  }
}
