internal import CSystem

/// A process, named so that a later one with the same number is never taken for it: boot, number and start time.
public struct ProcessIdentity: Hashable, Sendable {
  /// The boot it runs in.
  public let bootID: String
  /// Its number.
  public let pid: Int32
  /// When it started, in the kernel's clock ticks since the boot.
  public let startTicks: UInt64

  /// Makes the identity of a process known from elsewhere, for example from a record.
  public init(bootID: String, pid: Int32, startTicks: UInt64) {
    self.bootID = bootID
    self.pid = pid
    self.startTicks = startTicks
  }

  /// The process that has the number `pid` now; fails with ESRCH when there is none or it is a zombie.
  public static func of(pid: Int32) throws(SystemError) -> ProcessIdentity {
    let status = try ProcessStatus.of(pid: pid)
    guard !status.isDead else { throw SystemError(operation: "process", path: "\(pid)", errno: ESRCH) }
    return ProcessIdentity(bootID: try BootID.current(), pid: pid, startTicks: status.startTicks)
  }

  /// Whether it still runs. A zombie counts as dead, and so does every process of another boot.
  public var isAlive: Bool {
    guard let boot = try? BootID.current(), boot == bootID else { return false }
    return isRunning
  }

  /// Sends a signal to this process and to no other: through a handle that is checked after it was opened.
  ///
  /// Returns false when the process is gone. Fails with EPERM when it belongs to another user.
  public func signal(_ signal: Int32) throws(SystemError) -> Bool {
    guard let boot = try? BootID.current(), boot == bootID else { return false }
    let opened = cs_pidfd_open(pid)
    if opened == -ESRCH { return false }
    if opened == -ENOSYS {
      // Without a handle a number may be reused between check and signal: the best this system has.
      return isRunning ? try Self.sent(cs_kill(pid, signal)) : false
    }
    let handle = FileDescriptor(owning: try SystemError.check(opened, "pidfd_open"))
    guard isRunning else { return false }
    return try Self.sent(cs_pidfd_signal(handle.rawValue, signal))
  }

  /// Kills this process and no other, as ``signal(_:)`` does. It is gone a moment later: ``waitForEnd(within:)``.
  public func kill() throws(SystemError) -> Bool { try signal(SIGKILL) }

  private var isRunning: Bool {
    guard let status = try? ProcessStatus.of(pid: pid) else { return false }
    return status.startTicks == startTicks && !status.isDead
  }

  private static func sent(_ result: Int32) throws(SystemError) -> Bool {
    if result == -ESRCH { return false }
    _ = try SystemError.check(result, "kill")
    return true
  }
}
