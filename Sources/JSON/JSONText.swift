/// Reading parts of JSON text that a scan has found, without making values of the rest.
public enum JSONText {
  /// The text of the string whose quotes are the ends of `range`; nil when no string lies there.
  ///
  /// The range must come from a scan of the same bytes, which has validated it.
  public static func string(_ bytes: [UInt8], in range: Range<Int>) -> String? {
    guard isString(bytes, in: range) else { return nil }
    let inner = range.lowerBound + 1..<range.upperBound - 1
    let hasEscapes = bytes[inner].contains(ASCII.backslash)
    return decode(StringToken(range: inner, hasEscapes: hasEscapes), in: bytes)
  }

  /// The string in `range` as ``JSONWriter`` writes it; nil when no string lies there. One that is written that way
  /// already is copied without being decoded.
  ///
  /// The range must come from a scan of the same bytes, which has validated it.
  public static func rewrittenString(_ bytes: [UInt8], in range: Range<Int>) -> [UInt8]? {
    guard isString(bytes, in: range) else { return nil }
    if hasPlainEscapes(bytes, in: range) { return Array(bytes[range]) }
    return string(bytes, in: range).map { JSONValue.string($0).serialize() }
  }

  /// Whether all escapes are those that are written again: not `\/`, and none by number.
  private static func hasPlainEscapes(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == ASCII.backslash {
        index += 1
        if bytes[index] == UInt8(ascii: "u") || bytes[index] == UInt8(ascii: "/") { return false }
      }
      index += 1
    }
    return true
  }

  /// Whether the value in `range` is a string.
  public static func isString(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    range.count >= 2 && bytes[range.lowerBound] == ASCII.quote
  }

  /// Whether the value in `range` is an object.
  public static func isObject(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    !range.isEmpty && bytes[range.lowerBound] == ASCII.openBrace
  }

  /// Whether the value in `range` is an array.
  public static func isArray(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    !range.isEmpty && bytes[range.lowerBound] == ASCII.openBracket
  }

  /// The ranges of the elements of the array in `range`; nil when no array lies there.
  public static func elements(_ bytes: [UInt8], in range: Range<Int>) throws(JSONError) -> [Range<Int>]? {
    guard isArray(bytes, in: range) else { return nil }
    let span = bytes.span
    var lexer = Lexer(range)
    try lexer.enter()
    guard try !lexer.closes(ASCII.closeBracket, span) else { return [] }
    var found: [Range<Int>] = []
    repeat {
      _ = try lexer.peek(span)
      let start = lexer.position
      try lexer.skipValue(span)
      found.append(start..<lexer.position)
    } while try lexer.goesOn(ASCII.closeBracket, span)
    return found
  }

  /// The keys and the ranges of the values of the object in `range`, in order, duplicates included; nil when no
  /// object lies there.
  public static func members(
    _ bytes: [UInt8], in range: Range<Int>
  ) throws(JSONError) -> [(key: String, value: Range<Int>)]? {
    guard isObject(bytes, in: range) else { return nil }
    let span = bytes.span
    var lexer = Lexer(range)
    try lexer.enter()
    guard try !lexer.closes(ASCII.closeBrace, span) else { return [] }
    var found: [(key: String, value: Range<Int>)] = []
    repeat {
      let key = decode(try lexer.key(span), in: bytes)
      _ = try lexer.peek(span)
      let start = lexer.position
      try lexer.skipValue(span)
      found.append((key, start..<lexer.position))
    } while try lexer.goesOn(ASCII.closeBrace, span)
    return found
  }

  /// Whether `bytes` hold exactly one JSON value.
  public static func isValid(_ bytes: [UInt8]) -> Bool {
    var lexer = Lexer(0..<bytes.count)
    do {
      try lexer.skipValue(bytes.span)
      try lexer.finish(bytes.span)
      return true
    } catch {
      return false
    }
  }

  static func decode(_ token: StringToken, in bytes: [UInt8]) -> String {
    guard token.hasEscapes else { return String(decoding: bytes[token.range], as: UTF8.self) }
    var output: [UInt8] = []
    output.reserveCapacity(token.range.count)
    Unescaper.append(bytes.span, token.range, to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}
