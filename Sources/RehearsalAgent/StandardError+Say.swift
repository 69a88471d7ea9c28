import Platform

extension StandardError {
  /// Writes one line that is not part of the protocol; a failure is ignored.
  static func say(_ text: String) { write(Array("rehearsal-agent: \(text)\n".utf8)) }
}
