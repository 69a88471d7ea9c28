/// Tests on single bytes of UTF-8, where everything beyond ASCII counts as neither letter nor digit.
enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

  static func isSmall(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }

  /// A letter or a digit.
  static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isCapital(byte) || isSmall(byte) }

  static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(lowercased(byte)) }

  static func lowercased(_ byte: UInt8) -> UInt8 { isCapital(byte) ? byte | 0x20 : byte }

  /// What base64url and the tokens of most vendors consist of.
  @Sendable static func isURLSafe(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  static func isSpace(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}

extension Span where Element == UInt8 {
  /// The first position from `start` on whose byte is one of these; the count when there is none.
  func firstIndex(from start: Int, where isWanted: (UInt8) -> Bool) -> Int {
    var index = start
    while index < count, !isWanted(self[index]) { index += 1 }
    return index
  }

  /// Whether these bytes stand at a position.
  func matches(_ expected: [UInt8], at start: Int) -> Bool {
    guard start + expected.count <= count else { return false }
    for offset in expected.indices where self[start + offset] != expected[offset] { return false }
    return true
  }

  /// The same without regard to case; `lowercase` is in lower case.
  func matches(ignoringCase lowercase: [UInt8], at start: Int) -> Bool {
    guard start + lowercase.count <= count else { return false }
    for offset in lowercase.indices where ASCII.lowercased(self[start + offset]) != lowercase[offset] { return false }
    return true
  }

  /// A copy of a part.
  func array(_ range: Range<Int>) -> [UInt8] {
    range.map { self[$0] }
  }
}
