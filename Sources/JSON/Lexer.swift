/// Validates JSON by walking over it; the one place that knows the grammar.
///
/// It holds a position, never the bytes: each step is given the same span. Nothing is copied or decoded.
struct Lexer {
  /// The next byte to look at.
  var position: Int
  /// Where the text ends.
  let end: Int
  /// How many arrays and objects are open.
  private var depth = 0

  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next byte that is no white space, without passing it.
  mutating func peek(_ bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
    skipWhitespace(bytes)
    guard position < end else { throw JSONError(.truncated, at: position) }
    return bytes[position]
  }

  /// Passes exactly one value, whatever it is.
  mutating func skipValue(_ bytes: Span<UInt8>) throws(JSONError) {
    switch try peek(bytes) {
    case ASCII.openBrace:
      try enter()
      guard try !closes(ASCII.closeBrace, bytes) else { return }
      repeat { _ = try key(bytes); try skipValue(bytes) } while try goesOn(ASCII.closeBrace, bytes)
    case ASCII.openBracket:
      try enter()
      guard try !closes(ASCII.closeBracket, bytes) else { return }
      repeat { try skipValue(bytes) } while try goesOn(ASCII.closeBracket, bytes)
    case ASCII.quote: _ = try string(bytes)
    case let first: try skipScalar(first, bytes)
    }
  }

  /// Passes a literal or number that begins with `first`.
  mutating func skipScalar(_ first: UInt8, _ bytes: Span<UInt8>) throws(JSONError) {
    switch first {
    case UInt8(ascii: "t"): try literal("true", bytes)
    case UInt8(ascii: "f"): try literal("false", bytes)
    case UInt8(ascii: "n"): try literal("null", bytes)
    default: try number(first, bytes)
    }
  }

  /// Passes the bracket or brace that opens a container.
  mutating func enter() throws(JSONError) {
    guard depth < JSONLimits.depth else { throw JSONError(.tooDeep, at: position) }
    depth += 1
    position += 1
  }

  /// Whether the container that was just entered is empty; if so its end is passed.
  mutating func closes(_ close: UInt8, _ bytes: Span<UInt8>) throws(JSONError) -> Bool {
    guard try peek(bytes) == close else { return false }
    position += 1
    depth -= 1
    return true
  }

  /// After an element: passes the comma (true) or the end of the container (false).
  mutating func goesOn(_ close: UInt8, _ bytes: Span<UInt8>) throws(JSONError) -> Bool {
    let byte = try peek(bytes)
    guard byte == ASCII.comma || byte == close else { throw JSONError(.unexpectedByte, at: position) }
    position += 1
    guard byte == close else { return true }
    depth -= 1
    return false
  }

  /// Passes a key and its colon. The range lies between the quotes.
  mutating func key(_ bytes: Span<UInt8>) throws(JSONError) -> StringToken {
    guard try peek(bytes) == ASCII.quote else { throw JSONError(.unexpectedByte, at: position) }
    let token = try string(bytes)
    guard try peek(bytes) == ASCII.colon else { throw JSONError(.unexpectedByte, at: position) }
    position += 1
    return token
  }

  /// Makes sure that nothing but white space follows.
  mutating func finish(_ bytes: Span<UInt8>) throws(JSONError) {
    skipWhitespace(bytes)
    guard position == end else { throw JSONError(.trailingContent, at: position) }
  }

  private mutating func skipWhitespace(_ bytes: Span<UInt8>) {
    while position < end {
      switch bytes[position] {
      case ASCII.space, ASCII.newline, ASCII.carriageReturn, ASCII.tab: position += 1
      default: return
      }
    }
  }

  private mutating func literal(_ text: StaticString, _ bytes: Span<UInt8>) throws(JSONError) {
    for index in 0..<text.utf8CodeUnitCount {
      guard position < end else { throw JSONError(.truncated, at: position) }
      guard bytes[position] == text.utf8Start[index] else { throw JSONError(.unexpectedByte, at: position) }
      position += 1
    }
  }

  private mutating func number(_ first: UInt8, _ bytes: Span<UInt8>) throws(JSONError) {
    guard first == ASCII.minus || ASCII.isDigit(first) else { throw JSONError(.unexpectedByte, at: position) }
    if first == ASCII.minus { position += 1 }
    if position < end, bytes[position] == ASCII.zero {
      position += 1
      if position < end, ASCII.isDigit(bytes[position]) { throw JSONError(.badNumber, at: position) }
    } else {
      try digits(bytes)
    }
    if position < end, bytes[position] == ASCII.point {
      position += 1
      try digits(bytes)
    }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < end, bytes[position] == ASCII.plus || bytes[position] == ASCII.minus { position += 1 }
      try digits(bytes)
    }
  }

  /// Passes one digit or more.
  private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
    let start = position
    while position < end, ASCII.isDigit(bytes[position]) { position += 1 }
    if position == start { throw JSONError(position < end ? .badNumber : .truncated, at: position) }
  }
}
