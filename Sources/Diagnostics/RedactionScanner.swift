/// One pass over a text that finds secrets by what announces them and by their shape.
///
/// Every event on its way to a reader comes through here, so it goes over each byte once or twice and makes no values:
/// names and words are looked at where they stand, and all but a few are told apart by two bytes.
struct RedactionScanner {
  private var index = 0
  private var name = NameInText()
  private var webTokens = WebTokens()
  private let openings = TokenShapes.openings

  /// The next secret behind those that were found; nil at the end. The text is the same in all calls.
  mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
    while index < bytes.count {
      if let secret = secretHere(bytes) {
        index = secret.upperBound
        return secret
      }
      advance(bytes)
    }
    return nil
  }

  /// To the next place where a word, a URL's password or a key block can begin.
  private mutating func advance(_ bytes: Span<UInt8>) {
    if index > 0, bytes[index - 1] == UInt8(ascii: "\\"), let rest = Self.escapeLength(bytes, at: index) {
      // In JSON the letter belongs to the escape before the word: `\ntoken=…`. It was tried as part of the word first.
      index += rest
    } else if ASCII.isWord(bytes[index]) {
      // The name that begins here knows the end of its first word.
      index = index < name.wordEnd ? name.wordEnd : bytes.firstIndex(from: index) { !ASCII.isWord($0) }
    } else {
      index += 1
    }
  }

  /// How many bytes an escape has from its letter on; nil for a letter that escapes nothing.
  private static func escapeLength(_ bytes: Span<UInt8>, at position: Int) -> Int? {
    switch bytes[position] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): 1
    case UInt8(ascii: "u"): bytes.firstIndex(from: position + 1) { !ASCII.isHexDigit($0) } > position + 4 ? 5 : nil
    default: nil
    }
  }

  private mutating func secretHere(_ bytes: Span<UInt8>) -> Range<Int>? {
    let byte = bytes[index]
    if ASCII.isWord(byte) {
      if index + 1 < bytes.count, openings.contains(byte, bytes[index + 1]),
        let end = TokenShapes.end(in: bytes, at: index, &webTokens)
      {
        return index..<end
      }
      if ASCII.lowercased(byte) == UInt8(ascii: "b"), let token = bearerToken(bytes) { return token }
      // The words of one name share its end and what follows it.
      if index >= name.end { name.read(bytes, at: index) }
      return name.announcesNothing ? nil : announcedValue(bytes)
    }
    if byte == UInt8(ascii: ":") { return passwordOfURL(bytes) }
    return byte == UInt8(ascii: "-") ? privateKey(bytes) : nil
  }

  // MARK: - Bearer tokens, URLs, PEM

  private func bearerToken(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard bytes.matches(ignoringCase: Self.bearer, at: index) else { return nil }
    let start = bytes.skippingBlanks(from: index + Self.bearer.count)
    let end = bytes.firstIndex(from: start) { !Self.isTokenByte($0) }
    return end > start ? start..<end : nil
  }

  /// `://user:password@host`
  private func passwordOfURL(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard bytes.matches(Self.authority, at: index) else { return nil }
    var colon: Int?
    for position in (index + 3)..<bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "@") {
        guard let colon, colon + 1 < position else { return nil }
        return bytes.isMarker(at: colon + 1) ? nil : (colon + 1)..<position
      }
      if byte == UInt8(ascii: ":"), colon == nil { colon = position }
      if byte == UInt8(ascii: "/") || BareValue.isEnd(byte) { return nil }
    }
    return nil
  }

  private func privateKey(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard bytes.matches(ignoringCase: Self.keyBegin, at: index) else { return nil }
    var start = index + Self.keyBegin.count
    while start < bytes.count, !bytes.matches(ignoringCase: Self.keyLabelEnd, at: start) {
      // The label is a few words in capitals.
      guard ASCII.isCapital(bytes[start]) || ASCII.isBlank(bytes[start]) else { return nil }
      start += 1
    }
    start = min(start + Self.keyLabelEnd.count, bytes.count)
    var stop = start
    // A block that was cut short ends with the string it stands in.
    while stop < bytes.count, bytes[stop] != UInt8(ascii: "\""), !bytes.matches(ignoringCase: Self.keyEnd, at: stop) {
      stop += 1
    }
    return stop > start && !bytes.isMarker(at: start) ? start..<stop : nil
  }

  // MARK: - A name, then its value

  private func announcedValue(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard name.announcesSecret(bytes, from: index), let value = name.value(bytes, from: index),
      value.start < bytes.count, !bytes.isMarker(at: value.start)
    else { return nil }
    if let quoted = QuotedValue.range(bytes, at: value.start) {
      return quoted.isEmpty || bytes.isMarker(at: quoted.lowerBound) ? nil : quoted
    }
    // In JSON only strings are secrets: a marker without quotes would not be JSON any more.
    guard !value.isJSON else { return nil }
    let words = SecretNames.words(of: bytes.array(index..<name.end))
    let bare = BareValue.range(bytes, at: value.start, wholeField: words.last == "authorization")
    return bare.isEmpty || bytes.isMarker(at: bare.lowerBound) ? nil : bare
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    NameInText.isNameByte(byte) || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "=")
  }

  private static let bearer = Array("bearer ".utf8)
  private static let authority = Array("://".utf8)
  private static let keyBegin = Array("-----begin ".utf8)
  private static let keyLabelEnd = Array("private key-----".utf8)
  private static let keyEnd = Array("-----end ".utf8)
}
