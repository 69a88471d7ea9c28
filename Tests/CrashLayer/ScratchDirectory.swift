internal import Glibc
internal import Platform

/// An empty directory, in memory where that is possible, removed with everything in it.
public final class ScratchDirectory: Sendable {
  /// Where it is, without links.
  public let path: String

  /// Makes a directory.
  public init() throws {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/agh-crash-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SystemError(operation: "mkdtemp", errno: errno) }
    path = try RealPath.of(String(cString: made))
  }

  deinit {
    try? Directory.removeTree(path)
  }
}
