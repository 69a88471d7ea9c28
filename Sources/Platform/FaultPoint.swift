internal import CSystem
internal import Synchronization

/// A named place in the program at which a test can end the process, as a SIGKILL at that instruction would.
///
/// In debug builds the environment decides: with `AGH_FAULT=name` the first hit of that point kills, with
/// `AGH_FAULT=name:n` the n-th; with `AGH_FAULT_LOG=path` the name of each hit is appended to that file, so that a test
/// can count hits. In release builds a point is nothing.
public enum FaultPoint {
  /// Passes the point `name`.
  @inlinable
  public static func hit(_ name: StaticString) {
    #if DEBUG
      FaultPlan.shared.hit(name.description)
    #endif
  }
}

#if DEBUG
  /// What the environment asks for.
  @usableFromInline
  final class FaultPlan: Sendable {
    @usableFromInline static let shared = FaultPlan(
      fault: Environment.value("AGH_FAULT"), log: Environment.value("AGH_FAULT_LOG"))

    private let target: String?
    private let left: Mutex<Int>
    private let log: String?
    private let die: @Sendable () -> Void

    init(fault: String?, log: String?, die: @escaping @Sendable () -> Void = { cs_die() }) {
      let parts = fault?.split(separator: ":", maxSplits: 1) ?? []
      target = parts.first.map { String($0) }
      left = Mutex(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
      self.log = log
      self.die = die
    }

    @usableFromInline
    func hit(_ name: String) {
      if let log {
        // A log that cannot be written shows as a point without hits.
        try? FileDescriptor.open(log, O_WRONLY | O_APPEND | O_CREAT).write(Array((name + "\n").utf8))
      }
      guard name == target else { return }
      let now = left.withLock { left in
        left -= 1
        return left == 0
      }
      if now { die() }
    }
  }
#endif
