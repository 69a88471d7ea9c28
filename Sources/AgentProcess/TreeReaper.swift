public import Platform

/// Ends the tree of an agent whose shim was killed: whatever carries the mark of the run, `setsid` or not.
public enum TreeReaper {
  /// Kills every process with the entry in its environment until none is found. Blocks for as long as that takes, at most
  /// a few seconds. This process is spared: one that an agent has started carries the agent's mark.
  ///
  /// - Returns: processes that could not be killed, a setuid child for example.
  public static func reap(entry: String) throws(SystemError) -> [Int32] {
    try reap { $0.elementsEqual(entry.utf8) }
  }

  /// The same for every process with an entry that begins so: the marks of all runs of a session.
  public static func reap(prefix: String) throws(SystemError) -> [Int32] {
    try reap { $0.starts(with: prefix.utf8) }
  }

  private static func reap(where matches: ([UInt8]) -> Bool) throws(SystemError) -> [Int32] {
    var left: [ProcessIdentity] = []
    for _ in 0..<Self.rounds {
      left = try ProcessTable.carrying(where: matches).filter { $0.pid != CurrentProcess.pid }
      guard !left.isEmpty else { return [] }
      for process in left {
        // A process of another user stays, and is named.
        _ = try? process.kill()
      }
      for process in left { _ = process.waitForEnd(within: moment) }
    }
    return left.map(\.pid)
  }

  /// Kills one process and waits until it is gone, a few seconds at most.
  public static func end(_ process: ProcessIdentity) throws(SystemError) {
    for _ in 0..<rounds where process.isAlive {
      _ = try process.kill()
      _ = process.waitForEnd(within: moment)
    }
  }

  private static let rounds = 50
  /// The kernel needs a moment to take a killed process away.
  private static let moment = Duration.milliseconds(100)
}
