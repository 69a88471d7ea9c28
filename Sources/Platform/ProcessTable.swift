internal import CSystem

/// The processes of the machine. Each answer is true for the moment in which the kernel gave it.
public enum ProcessTable {
  /// The numbers of all processes, zombies included.
  public static func pids() throws(SystemError) -> [Int32] {
    var found: [Int32] = []
    for name in try Directory.names("/proc") {
      if let pid = Int32(name) { found.append(pid) }
    }
    return found.sorted()
  }

  /// The environment a process was started with, as `NAME=value` texts; nil when it is gone or not ours to read.
  public static func environment(of pid: Int32) -> [[UInt8]]? {
    guard let file = try? FileDescriptor.open("/proc/\(pid)/environ", O_RDONLY), let bytes = try? file.readToEnd()
    else { return nil }
    return bytes.split(separator: 0).map { Array($0) }
  }

  /// The live processes whose environment holds exactly `entry` (`NAME=value`).
  public static func carrying(_ entry: String) throws(SystemError) -> [ProcessIdentity] {
    try carrying { $0.elementsEqual(entry.utf8) }
  }

  /// The live processes of whose environment one `NAME=value` satisfies `matches`.
  public static func carrying(where matches: ([UInt8]) -> Bool) throws(SystemError) -> [ProcessIdentity] {
    var found: [ProcessIdentity] = []
    for pid in try pids() {
      // The identity first: if the number passes on in between, a later signal finds another start time.
      guard let identity = try? ProcessIdentity.of(pid: pid), let entries = environment(of: pid) else { continue }
      if entries.contains(where: matches) { found.append(identity) }
    }
    return found
  }

  /// The parent of `pid`, its parent, and so on up to the first process.
  public static func ancestors(of pid: Int32) -> [Int32] {
    var chain: [Int32] = []
    var current = pid
    while let parent = try? ProcessStatus.of(pid: current).parent, parent > 0, !chain.contains(parent) {
      chain.append(parent)
      current = parent
    }
    return chain
  }

  /// The direct children of `pid`.
  public static func children(of pid: Int32) throws(SystemError) -> [Int32] {
    try pids().filter { (try? ProcessStatus.of(pid: $0))?.parent == pid }
  }
}
