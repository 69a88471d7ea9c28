import Glibc
import Home
import JSON
import Platform

/// The log that a daemon in the background writes to, from where its start begins.
struct DaemonLog: ~Copyable {
  private let file: FileDescriptor
  private let start: Int64

  /// Opens the log of a home for appending.
  init(_ home: HomeDirectory) throws(SystemError) {
    let file = try FileDescriptor.file(home.log, O_RDWR | O_CREAT | O_APPEND)
    start = try file.status().size
    self.file = file
  }

  /// The descriptor to hand on.
  var descriptor: Int32 { file.rawValue }

  /// The error that a child printed as its last one since the start, in the form for programs.
  var failure: CommandFailure? {
    guard let size = try? file.status().size, size > start,
      let bytes = try? file.read(upTo: Int(min(size - start, Self.tail)), at: max(start, size - Self.tail))
    else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    for line in lines.reversed() {
      guard let value = try? JSONParser.parse(Array(line)), value["type"]?.string == "error" else { continue }
      return value["error"].map { CommandFailure(body: $0, httpStatus: 500) }
    }
    return nil
  }

  private static let tail: Int64 = 16 << 10
}
