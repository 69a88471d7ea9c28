/// A string that was passed over.
struct StringToken {
  /// What lies between the quotes.
  var range: Range<Int>
  /// Whether it must be unescaped before it is compared or shown.
  var hasEscapes: Bool
}

extension Lexer {
  /// Passes the string whose opening quote is at the position.
  ///
  /// Bad UTF-8 is refused. An escaped lone surrogate (`\ud83d`) is accepted, because JavaScript writes one when it
  /// cuts a text inside a pair; it reads as U+FFFD.
  mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> StringToken {
    position += 1
    let start = position
    var hasEscapes = false
    while true {
      skipPlainWords(bytes)
      guard position < end else { throw JSONError(.truncated, at: position) }
      let byte = bytes[position]
      switch byte {
      case ASCII.quote:
        position += 1
        return StringToken(range: start..<position - 1, hasEscapes: hasEscapes)
      case ASCII.backslash:
        hasEscapes = true
        try escape(bytes)
      case 0x20..<0x80: position += 1
      case 0x80...: try multibyte(byte, bytes)
      default: throw JSONError(.controlCharacter, at: position)
      }
    }
  }

  /// Eight bytes at a time, passes printable ASCII but quotes and backslashes; the bulk of every message.
  ///
  /// The subtractions borrow only from a byte that matches into higher ones, so the lowest match is always right.
  private mutating func skipPlainWords(_ bytes: Span<UInt8>) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let raw = bytes.bytes
    while end - position >= 8 {
      let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ (ones &* UInt64(ASCII.quote))
      let slashes = word ^ (ones &* UInt64(ASCII.backslash))
      let special =
        ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word) | word
      let hits = special & highs
      guard hits == 0 else {
        position += hits.trailingZeroBitCount / 8
        return
      }
      position += 8
    }
  }

  private mutating func escape(_ bytes: Span<UInt8>) throws(JSONError) {
    guard position + 1 < end else { throw JSONError(.truncated, at: end) }
    switch bytes[position + 1] {
    case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case ASCII.u:
      for index in position + 2..<position + 6 {
        guard index < end else { throw JSONError(.truncated, at: end) }
        guard ASCII.hexValue(bytes[index]) != nil else { throw JSONError(.badEscape, at: position) }
      }
      position += 6
    default: throw JSONError(.badEscape, at: position)
    }
  }

  private mutating func multibyte(_ lead: UInt8, _ bytes: Span<UInt8>) throws(JSONError) {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: throw JSONError(.badUTF8, at: position)
    }
    guard position + length <= end, second.contains(bytes[position + 1]) else {
      throw JSONError(.badUTF8, at: position)
    }
    for index in position + 2..<position + length where bytes[index] & 0xC0 != 0x80 {
      throw JSONError(.badUTF8, at: position)
    }
    position += length
  }
}
