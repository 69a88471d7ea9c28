internal import CSystem

/// What the kernel says of a process in `/proc/PID/stat`.
public struct ProcessStatus: Hashable, Sendable {
  /// The number of its parent.
  public let parent: Int32
  /// The number of its process group.
  public let group: Int32
  /// When it started, in clock ticks since the boot.
  public let startTicks: UInt64
  /// Whether it is a zombie or about to vanish.
  public let isDead: Bool

  /// Reads it; fails with ESRCH when there is no such process.
  public static func of(pid: Int32) throws(SystemError) -> ProcessStatus {
    let path = "/proc/\(pid)/stat"
    do throws(SystemError) {
      let line = try FileDescriptor.openForReading(path).read(upTo: 4096)
      guard let status = ProcessStatus(line: line) else {
        throw SystemError(operation: "parse", path: path, errno: EINVAL)
      }
      return status
    } catch  where error.errno == ENOENT {
      throw SystemError(operation: "process", path: "\(pid)", errno: ESRCH)
    }
  }

  /// Reads one line of the file. The name in it may hold spaces and parentheses, so fields count from the last `)`.
  init?(line: [UInt8]) {
    guard let end = line.lastIndex(of: 41) else { return nil }
    let fields = line[(end + 1)...].split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
    guard fields.count > 19, let parent = Int32(fields[1]), let group = Int32(fields[2]),
      let start = UInt64(fields[19])
    else { return nil }
    self.parent = parent
    self.group = group
    startTicks = start
    isDead = fields[0] == "Z" || fields[0] == "X" || fields[0] == "x"
  }
}
