import JSON
import Testing

@Suite struct JSONParserTests {
  @Test func keepsOrderNumbersAndStringsAsWritten() throws {
    let text = #"{"b":1.50,"a":[-0,1E+2,12345678901234567890.5],"":null,"é":"\u00e9\n\ud83d\ude00","t":[true,false]}"#
    let value = try JSONParser.parse(text)
    #expect(value.object?.keys == ["b", "a", "", "é", "t"])
    #expect(value["b"]?.number?.text == "1.50")
    #expect(value["a"]?.array?.map { $0.number?.text } == ["-0", "1E+2", "12345678901234567890.5"])
    #expect(value["é"]?.string == "é\n😀")
    #expect(value["t"] == [true, false])
    #expect(
      value.text == #"{"b":1.50,"a":[-0,1E+2,12345678901234567890.5],"":null,"é":"é\n😀","t":[true,false]}"#)
  }

  @Test(
    arguments: [
      ("", .truncated, 0), ("  ", .truncated, 2), ("{", .truncated, 1), ("[1,", .truncated, 3), ("\"a", .truncated, 2),
      ("tru", .truncated, 3), ("-", .truncated, 1), ("1.", .truncated, 2), ("1e", .truncated, 2),
      ("01", .badNumber, 1), ("-x", .badNumber, 1), ("1.x", .badNumber, 2), ("+1", .unexpectedByte, 0),
      ("[1,]", .unexpectedByte, 3), ("{\"a\":1,}", .unexpectedByte, 7), ("{a:1}", .unexpectedByte, 1),
      ("{\"a\" 1}", .unexpectedByte, 5), ("[1 2]", .unexpectedByte, 3), ("nul!", .unexpectedByte, 3),
      ("'a'", .unexpectedByte, 0), ("\u{FEFF}1", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0),
      ("\"\\x\"", .badEscape, 1), ("\"\\u12g4\"", .badEscape, 1), ("\"a\nb\"", .controlCharacter, 2),
      ("1 2", .trailingContent, 2), ("{}x", .trailingContent, 2),
      ("{\"a\":1,\"\\u0061\":2}", .duplicateKey("a"), 8),
    ] as [(String, JSONError.Kind, Int)])
  func refuses(text: String, kind: JSONError.Kind, offset: Int) {
    #expect(throws: JSONError(kind, at: offset)) { try JSONParser.parse(text) }
  }

  @Test(
    arguments: [
      [0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xFF],
    ] as [[UInt8]])
  func refusesBadUTF8(bytes: [UInt8]) {
    let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
    #expect(throws: JSONError(.badUTF8, at: 1)) { try JSONParser.parse(text) }
  }

  @Test(arguments: [
    (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
    (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
  ])
  func readsHalfAPairAsReplacement(text: String, expected: String) throws {
    #expect(try JSONParser.parse(text).string == expected)
  }

  @Test func boundsTheDepth() throws {
    let deepest = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(try JSONParser.parse(deepest).array != nil)
    #expect(throws: JSONError(.tooDeep, at: 128)) { try JSONParser.parse("[\(deepest)]") }
    #expect(throws: JSONError(.tooDeep, at: 640)) {
      try JSONParser.parse(String(repeating: "{\"a\":", count: 100_000))
    }
  }

  @Test func theLastOfTwoKeysWinsWhenAllowed() throws {
    let value = try JSONParser.parse(#"{"a":1,"b":2,"a":3}"#, duplicateKeys: .lastWins)
    #expect(value.text == #"{"a":3,"b":2}"#)
    #expect(throws: JSONError.self) { try JSONParser.parse(#"{"a":1,"b":2,"a":3}"#) }
  }

  @Test func aLargeObjectTakesLinearTime() throws {
    let members = (0..<100_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    let value = try JSONParser.parse("{\(members)}")
    #expect(value.object?.members.count == 100_000)
    #expect(throws: JSONError.self) { try JSONParser.parse("{\(members),\"k7\":0}") }
  }

  @Test func keysAreComparedByBytes() throws {
    let value = try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
  }

  @Test func readsARangeWithOffsetsOfTheWhole() throws {
    let bytes = Array("garbage {\"a\":1} more".utf8)
    #expect(try JSONParser.parse(bytes, in: 8..<15) == ["a": 1])
    #expect(throws: JSONError(.trailingContent, at: 16)) { try JSONParser.parse(bytes, in: 8..<18) }
  }
}
