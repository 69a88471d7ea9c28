import Glibc
import Platform
import Testing

/// What tests do with files.
enum Files {
  static func read(_ path: String) throws -> [UInt8] {
    try FileDescriptor.open(path, O_RDONLY).readToEnd()
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  static func write(_ text: String, to path: String, mode: UInt32 = 0o600) throws {
    try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode).write(Array(text.utf8))
  }

  static func exists(_ path: String) -> Bool {
    (try? FileStatus.ifPresent(path, following: false)) != nil
  }

  /// The names in a directory; none when it is not there.
  static func names(_ path: String) -> [String] {
    (try? Directory.names(path)) ?? []
  }

  /// A new directory with a short path.
  static func temporaryDirectory() throws -> String {
    var template = Array("/tmp/aghs-XXXXXX".utf8CString)
    return try #require(mkdtemp(&template).map { String(cString: $0) })
  }
}

/// A named pipe that holds up whoever reads it until a test opens it.
struct Gate {
  let path: String

  init(_ path: String) throws {
    self.path = path
    try #require(mkfifo(path, 0o600) == 0)
  }

  /// Lets the reader go on; waits until there is one.
  func open() throws {
    _ = try FileDescriptor.open(path, O_WRONLY)
  }
}
