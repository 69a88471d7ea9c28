internal import CSystem
public import Diagnostics
public import Platform

/// The lock that makes a daemon the only one of its home: a `flock` on `daemon.lock`, whose content is the pid.
///
/// The kernel lets go of it when the daemon ends, however it ends. It is closed on exec, so no agent can hold it.
public struct DaemonLock: ~Copyable, Sendable {
  private let file: FileDescriptor

  private init(file: consuming FileDescriptor) {
    self.file = file
  }

  /// How long `acquire` tries, because a daemon that was just killed may not be quite gone.
  public static let patience = Duration.milliseconds(500)

  /// Takes the lock of a home whose directory exists.
  ///
  /// - Parameters:
  ///   - patience: how long to go on trying while another process holds it.
  ///   - wait: lets time pass on `clock`; blocks the thread unless a test replaces it.
  /// - Throws: `daemon_already_running` with the pid of the holder, or the error of a home that cannot be written to.
  public static func acquire(
    _ home: HomeDirectory, patience: Duration = DaemonLock.patience, clock: any Clock = SystemClock(),
    wait: (Duration) -> Void = { Pause.block($0) }
  ) throws(AghError) -> DaemonLock {
    do throws(SystemError) {
      let file = try FileDescriptor.file(home.lock, O_RDWR | O_CREAT)
      let deadline = clock.boot() + patience
      while try !FileLock.take(file, home.lock) {
        if clock.boot() >= deadline { throw SystemError(operation: "flock", path: home.lock, errno: EWOULDBLOCK) }
        wait(.milliseconds(10))
      }
      try Permissions.set(0o600, of: file, home.lock)
      try write("\(CurrentProcess.pid)\n", to: file)
      return DaemonLock(file: file)
    } catch {
      guard error.errno == EWOULDBLOCK else { throw AghError(home: home, error) }
      let holder = holder(of: home).map { " (pid \($0))" } ?? ""
      throw AghError(
        .daemonAlreadyRunning, "a daemon already runs in \(home.path)\(holder)",
        next: "agh daemon restart, or agh daemon stop")
    }
  }

  /// Lets go of the lock. The file stays and says that nobody holds it.
  public consuming func release() {
    try? Self.write("0\n", to: file)
  }

  /// The pid in the lock file; nil when there is none. It says who took the lock last, not whether it is held.
  public static func holder(of home: HomeDirectory) -> Int32? {
    guard let file = try? FileDescriptor.file(home.lock, 0),
      let bytes = try? file.read(upTo: 32),
      let pid = Int32(String(decoding: bytes, as: UTF8.self).trimmingBlanks), pid > 0
    else { return nil }
    return pid
  }

  /// The process that holds the lock now, also while it comes up or goes down and has no `daemon.json`; nil when none
  /// does, or when the system does not tell.
  public static func heldBy(_ home: HomeDirectory) -> ProcessIdentity? {
    guard let pid = holder(of: home), let lock = try? FileStatus.of(home.lock, following: false),
      let file = try? FileDescriptor.openForReading("/proc/locks"), let bytes = try? file.readToEnd()
    else { return nil }
    // `1: FLOCK ADVISORY WRITE <pid> <major>:<minor>:<inode> 0 EOF`; the device is not stat's on every file system.
    let isHeld = bytes.split(separator: UInt8(ascii: "\n")).contains { line in
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
      return fields.count >= 6 && fields[1] == "FLOCK" && fields[4] == "\(pid)"
        && fields[5].hasSuffix(":\(lock.identity.inode)")
    }
    return isHeld ? try? ProcessIdentity.of(pid: pid) : nil
  }

  private static func write(_ text: String, to file: borrowing FileDescriptor) throws(SystemError) {
    try file.truncate(to: 0)
    try file.write(Array(text.utf8), at: 0)
  }
}
