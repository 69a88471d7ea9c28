import Diagnostics
import Glibc
import Home
import Platform

/// The log that a daemon in the background writes to, from where its start begins.
struct DaemonLog: ~Copyable {
  private let file: FileDescriptor
  private let start: Int64

  /// Opens the log of a home for appending.
  init(_ home: HomeDirectory) throws(SystemError) {
    let file = try FileDescriptor.open(home.log, O_RDWR | O_CREAT | O_APPEND, mode: 0o600)
    start = try file.status().size
    self.file = file
  }

  /// The descriptor to hand on.
  var descriptor: Int32 { file.rawValue }

  /// The last error that was written since the start, with its next step.
  var error: (message: String, next: String?)? {
    guard let size = try? file.status().size, size > start,
      let bytes = try? file.read(upTo: Int(min(size - start, 16 << 10)), at: max(start, size - (16 << 10)))
    else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let index = lines.lastIndex(where: { $0.hasPrefix(Self.opening) }) else { return nil }
    let next = lines[index...].dropFirst().first { $0.hasPrefix(Self.advice) }
    return (
      Redactor().redact(String(lines[index].dropFirst(Self.opening.count))),
      next.map { String($0.dropFirst(Self.advice.count)) }
    )
  }

  private static let opening = "error: "
  private static let advice = "next: "
}
