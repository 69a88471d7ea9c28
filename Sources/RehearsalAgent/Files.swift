import Glibc
import Platform

/// The few things done with files where a failure only means that nothing is remembered.
enum Files {
  /// The whole file; nil when it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    guard let file = try? FileDescriptor.openForReading(path) else { return nil }
    return try? file.readToEnd()
  }

  /// Makes a directory, whose parent must exist; true also when it is there already.
  static func makeDirectory(_ path: String) -> Bool { mkdir(path, 0o700) == 0 || errno == EEXIST }

  /// Writes a file that is not there yet.
  static func writeIfAbsent(_ bytes: [UInt8], to path: String) {
    guard let file = try? FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL) else { return }
    try? file.write(bytes)
  }

  /// Opens a file for reading and writing in place, and makes it when it is not there.
  static func openForUpdate(_ path: String) -> FileDescriptor? { try? FileDescriptor.open(path, O_RDWR | O_CREAT) }
}
