/// A name of words, dots and dashes in a text, and where its value stands.
struct NameInText {
  /// One past its last byte.
  private(set) var end = 0
  /// One past the last byte of its first word.
  private(set) var wordEnd = 0
  /// The separator, or what stands in its place.
  private var separator = 0
  private var isQuoted = false
  private var isEscaped = false
  private var hasSeparator = false
  /// Where words that announce a secret begin, if the name ends with such.
  private var announcements: [Int] = []

  /// No name.
  init() {}

  /// Becomes the rest of the name that a position is part of. There are many, and hardly any announces a secret: they
  /// take each other's place without a value being made.
  mutating func read(_ bytes: Span<UInt8>, at start: Int) {
    if !announcements.isEmpty { announcements = [] }
    hasSeparator = false
    wordEnd = bytes.firstIndex(from: start) { !ASCII.isWord($0) }
    end = bytes.firstIndex(from: wordEnd) { !Self.isNameByte($0) }
    guard end < bytes.count else {
      separator = bytes.count
      return
    }
    isQuoted = bytes[end] == UInt8(ascii: "\"") || bytes[end] == UInt8(ascii: "'")
    isEscaped = bytes[end] == UInt8(ascii: "\\")
    separator = bytes.skippingBlanks(from: end + (isQuoted ? 1 : 0) + (isEscaped ? 2 : 0))
    guard separator < bytes.count else { return }
    hasSeparator = bytes[separator] == UInt8(ascii: "=") || bytes[separator] == UInt8(ascii: ":")
    // Without a separator only the name of an option has a value: `--password …`.
    guard hasSeparator || (separator > end && Self.hasDash(bytes, max(0, start - 1)..<end)) else { return }
    announcements = SecretNames.endings(of: start..<end, in: bytes)
  }

  /// Whether no part of it announces a secret.
  var announcesNothing: Bool { announcements.isEmpty }

  /// Whether the part of the name from `start` on, where a word begins, announces a secret.
  func announcesSecret(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    announcements.contains { $0 == start || ($0 > start && SecretNames.isWordStart($0, in: bytes)) }
  }

  /// Where the value begins when the part of the name from `start` on has one.
  func value(_ bytes: Span<UInt8>, from start: Int) -> (start: Int, isJSON: Bool)? {
    guard separator < bytes.count else { return nil }
    if hasSeparator { return (bytes.skippingBlanks(from: separator + 1), isQuoted || isEscaped) }
    let isOption = start >= 2 && bytes[start - 1] == UInt8(ascii: "-") && bytes[start - 2] == UInt8(ascii: "-")
    return isOption && separator > end && !isQuoted && !isEscaped ? (separator, false) : nil
  }

  private static func hasDash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.contains { bytes[$0] == UInt8(ascii: "-") }
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    ASCII.isURLSafe(byte) || byte == UInt8(ascii: ".")
  }
}

/// A value in quotes.
enum QuotedValue {
  /// The inside of quotes, escapes honoured; also of `\"…\"`, as a string within a JSON string has them.
  static func range(_ bytes: Span<UInt8>, at start: Int) -> Range<Int>? {
    let escaped = bytes[start] == UInt8(ascii: "\\")
    let open = escaped ? start + 1 : start
    guard open < bytes.count else { return nil }
    let quote = bytes[open]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    var position = open + 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
        if escaped, bytes[position + 1] == quote { return (open + 1)..<position }
        position += 2
        continue
      }
      if byte == quote || byte == UInt8(ascii: "\n") { return (open + 1)..<position }
      position += 1
    }
    return (open + 1)..<bytes.count
  }
}

/// A value without quotes.
enum BareValue {
  /// Up to what ends it. The whole field of a header goes up to the end of the line, a comma or a semicolon.
  static func range(_ bytes: Span<UInt8>, at start: Int, wholeField: Bool) -> Range<Int> {
    var start = start
    while true {
      var end = bytes.firstIndex(from: start) { isEnd($0) && !(wholeField && ASCII.isBlank($0)) }
      while end > start, ASCII.isBlank(bytes[end - 1]) { end -= 1 }
      // `token: Bearer abc`: the secret is the second word.
      let isScheme = schemes.contains { $0.count == end - start && bytes.matches(ignoringCase: $0, at: start) }
      guard isScheme, !wholeField else { return start..<end }
      start = bytes.skippingBlanks(from: end)
    }
  }

  static func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
      UInt8(ascii: "\\"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "&"),
      UInt8(ascii: "<"), UInt8(ascii: ">"):
      true
    default: ASCII.isSpace(byte)
    }
  }

  private static let schemes = [Array("bearer".utf8), Array("basic".utf8)]
}

extension Span where Element == UInt8 {
  func skippingBlanks(from start: Int) -> Int {
    firstIndex(from: Swift.min(start, count)) { !ASCII.isBlank($0) }
  }

  /// Whether a secret was replaced there already.
  func isMarker(at start: Int) -> Bool { matches(Redactor.marker, at: start) }
}
