extension JSONText {
  /// The same JSON text with two spaces of indent and one member a line; strings and numbers stay byte for byte.
  public static func pretty(_ bytes: [UInt8]) throws(JSONError) -> [UInt8] {
    try reformat(bytes, depth: 0)
  }

  /// The same JSON text without white space between its parts; strings and numbers stay byte for byte.
  public static func compact(_ bytes: [UInt8]) throws(JSONError) -> [UInt8] {
    try reformat(bytes, depth: nil)
  }

  private static func reformat(_ bytes: [UInt8], depth: Int?) throws(JSONError) -> [UInt8] {
    var lexer = Lexer(0..<bytes.count)
    var formatter = Formatter(bytes: bytes)
    try formatter.value(&lexer, depth: depth)
    try lexer.finish(bytes.span)
    return formatter.output
  }
}

/// Copies tokens and puts its own white space between them.
private struct Formatter {
  let bytes: [UInt8]
  var output: [UInt8] = []

  mutating func value(_ lexer: inout Lexer, depth: Int?) throws(JSONError) {
    let first = try lexer.peek(bytes.span)
    let start = lexer.position
    switch first {
    case ASCII.openBrace: return try container(&lexer, ASCII.openBrace, ASCII.closeBrace, depth: depth, hasKeys: true)
    case ASCII.openBracket:
      return try container(&lexer, ASCII.openBracket, ASCII.closeBracket, depth: depth, hasKeys: false)
    case ASCII.quote: _ = try lexer.string(bytes.span)
    default: try lexer.skipScalar(first, bytes.span)
    }
    output.append(contentsOf: bytes[start..<lexer.position])
  }

  private mutating func container(
    _ lexer: inout Lexer, _ open: UInt8, _ close: UInt8, depth: Int?, hasKeys: Bool
  ) throws(JSONError) {
    try lexer.enter()
    output.append(open)
    guard try !lexer.closes(close, bytes.span) else {
      output.append(close)
      return
    }
    let inner = depth.map { $0 + 1 }
    var isFirst = true
    repeat {
      if !isFirst { output.append(ASCII.comma) }
      isFirst = false
      Layout.newline(inner, to: &output)
      if hasKeys { try key(&lexer, isPretty: depth != nil) }
      try value(&lexer, depth: inner)
    } while try lexer.goesOn(close, bytes.span)
    Layout.newline(depth, to: &output)
    output.append(close)
  }

  private mutating func key(_ lexer: inout Lexer, isPretty: Bool) throws(JSONError) {
    let token = try lexer.key(bytes.span)
    output.append(contentsOf: bytes[token.range.lowerBound - 1...token.range.upperBound])
    output.append(ASCII.colon)
    if isPretty { output.append(ASCII.space) }
  }
}
