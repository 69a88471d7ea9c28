#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Platform

/// The address of a Unix socket. The kernel's address holds 107 bytes of path; a longer path goes through a descriptor
/// of its directory, which stays open as long as this value.
struct UnixSocketAddress: ~Copyable {
  private let directory: Int32
  private let path: String

  /// - Throws: `SystemError` when the directory of a long path cannot be opened, or the name alone is too long.
  init(path: String) throws(SystemError) {
    if path.utf8.count <= Self.longestPath {
      self.init(directory: -1, path: path)
      return
    }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw SystemError(operation: "open", path: parent, errno: errno) }
    let short = "/proc/self/fd/\(directory)/\(name)"
    guard short.utf8.count <= Self.longestPath else {
      close(directory)
      throw SystemError(operation: "connect", path: path, errno: ENAMETOOLONG)
    }
    self.init(directory: directory, path: short)
  }

  private init(directory: Int32, path: String) {
    self.directory = directory
    self.path = path
  }

  deinit {
    if directory >= 0 { close(directory) }
  }

  /// Calls `body` with the address in the form of the socket calls.
  func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
}
