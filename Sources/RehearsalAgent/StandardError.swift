internal import Glibc

/// Where the agent says what is not part of the protocol.
enum StandardError {
  /// Writes one line; a failure is ignored.
  static func say(_ text: String) {
    let line = Array("rehearsal-agent: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}
