import Home
import Platform

/// The end of what an agent said on standard error.
enum StandardErrorTail {
  /// At most this many bytes are part of a session's story.
  static let limit = 32 << 10

  /// Empty when there is none.
  static func read(_ run: RunDirectory) -> String {
    guard let file = try? FileDescriptor.file(run.errorOutput, 0), let bytes = try? file.readToEnd() else {
      return ""
    }
    return String(decoding: bytes.suffix(limit), as: UTF8.self)
  }
}
