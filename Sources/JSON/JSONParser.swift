/// Reads JSON text into values.
public enum JSONParser {
  /// What happens when an object holds a key twice.
  public enum DuplicateKeys: Sendable {
    /// The text is refused: two readers could take it for different things.
    case refused
    /// The last value counts, as in JavaScript; for what others wrote and we only show.
    case lastWins
  }

  /// Reads the one value that `bytes` hold; white space around it is allowed, a byte order mark is not.
  ///
  /// Nesting is bounded by `JSONLimits.depth`. An escaped lone surrogate reads as U+FFFD; bad UTF-8 is refused.
  ///
  /// - Throws: the first fault of the text.
  public static func parse(_ bytes: [UInt8], duplicateKeys: DuplicateKeys = .refused) throws(JSONError) -> JSONValue {
    try parse(bytes, in: 0..<bytes.count, duplicateKeys: duplicateKeys)
  }

  /// Reads the one value that lies in a range of `bytes`; offsets of errors count from the start of `bytes`.
  public static func parse(
    _ bytes: [UInt8], in range: Range<Int>, duplicateKeys: DuplicateKeys = .refused
  ) throws(JSONError) -> JSONValue {
    var lexer = Lexer(range)
    let value = try ValueReader(bytes: bytes, duplicateKeys: duplicateKeys).value(&lexer)
    try lexer.finish(bytes.span)
    return value
  }

  /// Reads the one value that a text holds.
  public static func parse(_ text: String, duplicateKeys: DuplicateKeys = .refused) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), duplicateKeys: duplicateKeys)
  }
}

/// Builds values while the lexer walks.
private struct ValueReader {
  let bytes: [UInt8]
  let duplicateKeys: JSONParser.DuplicateKeys

  func value(_ lexer: inout Lexer) throws(JSONError) -> JSONValue {
    let first = try lexer.peek(bytes.span)
    let start = lexer.position
    switch first {
    case ASCII.openBrace: return .object(try object(&lexer))
    case ASCII.openBracket: return .array(try array(&lexer))
    case ASCII.quote: return .string(JSONText.decode(try lexer.string(bytes.span), in: bytes))
    default: break
    }
    try lexer.skipScalar(first, bytes.span)
    switch first {
    case UInt8(ascii: "t"): return .bool(true)
    case UInt8(ascii: "f"): return .bool(false)
    case UInt8(ascii: "n"): return .null
    default: return .number(JSONNumber(validated: String(decoding: bytes[start..<lexer.position], as: UTF8.self)))
    }
  }

  private func array(_ lexer: inout Lexer) throws(JSONError) -> [JSONValue] {
    try lexer.enter()
    guard try !lexer.closes(ASCII.closeBracket, bytes.span) else { return [] }
    var elements: [JSONValue] = []
    repeat { elements.append(try value(&lexer)) } while try lexer.goesOn(ASCII.closeBracket, bytes.span)
    return elements
  }

  private func object(_ lexer: inout Lexer) throws(JSONError) -> JSONObject {
    try lexer.enter()
    guard try !lexer.closes(ASCII.closeBrace, bytes.span) else { return JSONObject() }
    var members = MemberList()
    repeat {
      let token = try lexer.key(bytes.span)
      let key = JSONText.decode(token, in: bytes)
      let isNew = members.append(key: key, value: try value(&lexer))
      if !isNew, duplicateKeys == .refused {
        throw JSONError(.duplicateKey(key), at: token.range.lowerBound)
      }
    } while try lexer.goesOn(ASCII.closeBrace, bytes.span)
    return JSONObject(unique: members.members)
  }
}

/// Members with distinct keys; large objects get an index, so that a hostile one does not cost quadratic time.
private struct MemberList {
  private(set) var members: [JSONObject.Member] = []
  private var index: [[UInt8]: Int] = [:]

  /// Appends a member, or replaces the value of a key that is there and answers false.
  mutating func append(key: String, value: JSONValue) -> Bool {
    if let place = place(of: key) {
      members[place].value = value
      return false
    }
    if !index.isEmpty { index[Array(key.utf8)] = members.count }
    members.append(JSONObject.Member(key: key, value: value))
    if members.count == 16 {
      for (place, member) in members.enumerated() { index[Array(member.key.utf8)] = place }
    }
    return true
  }

  private func place(of key: String) -> Int? {
    index.isEmpty ? members.firstIndex { $0.key.isExactly(key) } : index[Array(key.utf8)]
  }
}
