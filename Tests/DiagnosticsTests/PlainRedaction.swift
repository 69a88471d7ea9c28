@testable import Diagnostics

/// The rules of the redactor written down plainly, to compare it with: every word is looked at for everything.
struct PlainRedaction {
  private let bytes: [UInt8]
  private var result: [UInt8] = []
  private var copied = 0
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The text with its secrets replaced; nil when there are none.
  mutating func redacted() -> [UInt8]? {
    while index < bytes.count {
      if let secret = secretHere() {
        result += bytes[copied..<secret.lowerBound]
        result += Self.marker
        copied = secret.upperBound
        index = secret.upperBound
      } else {
        advance()
      }
    }
    return copied == 0 ? nil : result + bytes[copied...]
  }

  /// To the next place where a word, a URL's password or a key block can begin.
  private mutating func advance() {
    if index > 0, bytes[index - 1] == UInt8(ascii: "\\"), let rest = escapeLength(at: index) {
      // In JSON the letter belongs to the escape before the word: `\ntoken=…`. It was tried as part of the word first.
      index += rest
    } else if ASCII.isWord(bytes[index]) {
      while index < bytes.count, ASCII.isWord(bytes[index]) { index += 1 }
    } else {
      index += 1
    }
  }

  /// How many bytes an escape has from its letter on; nil for a letter that escapes nothing.
  private func escapeLength(at position: Int) -> Int? {
    switch bytes[position] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): 1
    case UInt8(ascii: "u"):
      bytes[position...].dropFirst().prefix { ASCII.isHexDigit($0) }.count >= 4 ? 5 : nil
    default: nil
    }
  }

  private func secretHere() -> Range<Int>? {
    let byte = bytes[index]
    if byte == UInt8(ascii: ":") { return passwordOfURL() }
    if byte == UInt8(ascii: "-") { return privateKey() }
    guard ASCII.isWord(byte) else { return nil }
    if let end = PlainShapes.end(in: bytes, at: index) { return index..<end }
    return bearerToken() ?? announcedValue()
  }

  // MARK: - Bearer tokens, URLs, PEM

  private func bearerToken() -> Range<Int>? {
    guard matches(Self.bearer, at: index) else { return nil }
    let start = skipBlanks(index + Self.bearer.count)
    let end = bytes[start...].firstIndex { !Self.isTokenByte($0) } ?? bytes.count
    return end > start ? start..<end : nil
  }

  /// `://user:password@host`
  private func passwordOfURL() -> Range<Int>? {
    guard matches(Self.authority, at: index) else { return nil }
    var colon: Int?
    for position in (index + 3)..<bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "@") {
        guard let colon, colon + 1 < position else { return nil }
        return isMarker(at: colon + 1) ? nil : (colon + 1)..<position
      }
      if byte == UInt8(ascii: ":"), colon == nil { colon = position }
      if byte == UInt8(ascii: "/") || Self.endsBareValue(byte) { return nil }
    }
    return nil
  }

  private func privateKey() -> Range<Int>? {
    guard matches(Self.keyBegin, at: index) else { return nil }
    var start = index + Self.keyBegin.count
    while start < bytes.count, !matches(Self.keyLabelEnd, at: start) {
      // The label is a few words in capitals.
      guard ASCII.isCapital(bytes[start]) || ASCII.isBlank(bytes[start]) else { return nil }
      start += 1
    }
    start = min(start + Self.keyLabelEnd.count, bytes.count)
    var stop = start
    // A block that was cut short ends with the string it stands in.
    while stop < bytes.count, bytes[stop] != UInt8(ascii: "\""), !matches(Self.keyEnd, at: stop) { stop += 1 }
    return stop > start && !isMarker(at: start) ? start..<stop : nil
  }

  // MARK: - A name, then its value

  private func announcedValue() -> Range<Int>? {
    let nameEnd = bytes[index...].firstIndex { !Self.isNameByte($0) } ?? bytes.count
    guard nameEnd < bytes.count, let value = valueStart(after: nameEnd) else { return nil }
    let name = bytes[index..<nameEnd]
    guard Self.announcesSecret(name), value.start < bytes.count, !isMarker(at: value.start) else { return nil }
    if let quoted = quotedValue(at: value.start) {
      return quoted.isEmpty || isMarker(at: quoted.lowerBound) ? nil : quoted
    }
    // In JSON only strings are secrets: a marker without quotes would not be JSON any more.
    guard !value.isJSON else { return nil }
    let bare = bareValue(at: value.start, wholeField: SecretNames.words(of: name).last == "authorization")
    return bare.isEmpty || isMarker(at: bare.lowerBound) ? nil : bare
  }

  /// Where the value begins when a name that ends at `end` has one.
  private func valueStart(after end: Int) -> (start: Int, isJSON: Bool)? {
    var position = end
    let quoted = bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
    let escaped = bytes[position] == UInt8(ascii: "\\")
    if quoted { position += 1 }
    if escaped { position += 2 }
    let separator = skipBlanks(position)
    guard separator < bytes.count else { return nil }
    if bytes[separator] == UInt8(ascii: "=") || bytes[separator] == UInt8(ascii: ":") {
      return (skipBlanks(separator + 1), quoted || escaped)
    }
    let isOption = index >= 2 && bytes[index - 1] == UInt8(ascii: "-") && bytes[index - 2] == UInt8(ascii: "-")
    return isOption && separator > end && !quoted && !escaped ? (separator, false) : nil
  }

  /// The inside of quotes, escapes honoured; also of `\"…\"`, as a string within a JSON string has them.
  private func quotedValue(at start: Int) -> Range<Int>? {
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

  /// A value without quotes. The whole field of a header goes up to the end of the line, a comma or a semicolon.
  private func bareValue(at start: Int, wholeField: Bool) -> Range<Int> {
    var end = start
    while end < bytes.count {
      if wholeField, ASCII.isBlank(bytes[end]) {
        end += 1
      } else if Self.endsBareValue(bytes[end]) {
        break
      } else {
        end += 1
      }
    }
    while end > start, ASCII.isBlank(bytes[end - 1]) { end -= 1 }
    // `token: Bearer abc`: the secret is the second word.
    let word = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    if !wholeField, word == "bearer" || word == "basic" {
      return bareValue(at: skipBlanks(end), wholeField: false)
    }
    return start..<end
  }

  private static func announcesSecret(_ name: ArraySlice<UInt8>) -> Bool {
    let words = SecretNames.words(of: name)
    return words.indices.contains { SecretNames.sensitiveEndings.contains(words[$0...].joined()) }
  }

  // MARK: - Bytes

  private static let marker = Array("[REDACTED]".utf8)
  private static let bearer = Array("bearer ".utf8)
  private static let authority = Array("://".utf8)
  private static let keyBegin = Array("-----begin ".utf8)
  private static let keyLabelEnd = Array("private key-----".utf8)
  private static let keyEnd = Array("-----end ".utf8)

  private static func endsBareValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
      UInt8(ascii: "\\"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "&"),
      UInt8(ascii: "<"), UInt8(ascii: ">"):
      true
    default: ASCII.isSpace(byte)
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    ASCII.isWord(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    isNameByte(byte) || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "=")
  }

  private func isMarker(at position: Int) -> Bool {
    bytes[position...].starts(with: Self.marker)
  }

  /// Compares without regard to case; `lowercase` is in lower case.
  private func matches(_ lowercase: [UInt8], at position: Int) -> Bool {
    guard position + lowercase.count <= bytes.count else { return false }
    for offset in lowercase.indices where ASCII.lowercased(bytes[position + offset]) != lowercase[offset] {
      return false
    }
    return true
  }

  private func skipBlanks(_ position: Int) -> Int {
    var position = position
    while position < bytes.count, ASCII.isBlank(bytes[position]) { position += 1 }
    return position
  }
}
