internal import CSystem

/// A process that this one has started and may wait for.
public struct ChildProcess: Hashable, Sendable {
  /// How a process ended.
  public enum End: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
  }

  /// Its number, which is not given to another process before this one was waited for.
  public let pid: Int32

  /// The child with that number.
  public init(pid: Int32) {
    self.pid = pid
  }

  /// Starts a program in a session of its own, with no signal blocked or ignored.
  ///
  /// Only call it from a thread that lives for ever when the program asks to be told of its parent's end: it is told of
  /// the end of the thread.
  ///
  /// - Parameters:
  ///   - executable: its path; it is also the first argument.
  ///   - environment: entries `NAME=value`.
  ///   - descriptors: what becomes descriptor 0, 1, 2 … of the child; `/dev/null` where it is -1. It has no others.
  public static func startInSession(
    _ executable: String, arguments: [String], environment: [[UInt8]], descriptors: [Int32]
  ) throws(SystemError) -> ChildProcess {
    let words = CStrings(([executable] + arguments).map { Array($0.utf8) })
    let variables = CStrings(environment)
    let result = cs_spawn_session(executable, words.pointers, variables.pointers, descriptors, descriptors.count)
    return ChildProcess(pid: try SystemError.check(result, "spawn", executable))
  }

  /// How it ended, once it has; nil while it runs. Does not wait. The first answer is the last: the number is free then.
  ///
  /// - Throws: ECHILD when it is not a child of this process, or was waited for before.
  public func end() throws(SystemError) -> End? {
    var exit = cs_exit()
    guard try SystemError.check(cs_wait(pid, 0, &exit), "waitpid") == pid else { return nil }
    return exit.signal != 0 ? .signalled(exit.signal) : .exited(exit.code)
  }
}
