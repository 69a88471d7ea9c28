import Glibc
import Platform

/// The file of `--log`: every line received and sent, as it was, behind `<- ` or `-> `.
final class Transcript {
  private let file: FileDescriptor

  /// Opens the file for appending, and makes it when it is not there.
  init(path: String) throws(SystemError) {
    file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_APPEND)
  }

  /// Notes a line that came.
  func received(_ line: [UInt8]) { note("<- ", line) }

  /// Notes a line that goes, its end included or not.
  func sent(_ line: [UInt8]) { note("-> ", line) }

  private func note(_ mark: String, _ line: [UInt8]) {
    let end: [UInt8] = line.last == 0x0A ? [] : [0x0A]
    try? file.write(Array(mark.utf8) + line + end)
  }
}
