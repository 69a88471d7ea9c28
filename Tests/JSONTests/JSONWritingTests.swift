import JSON
import Testing

@Suite struct JSONWritingTests {
  static let sample: JSONValue = [
    "name": "a \"b\" <&> \\ \u{1} \n \u{7F} \u{2028} é 😀", "empty": [:], "none": [], "list": [1, 2.5, .null, true],
    "nested": ["x": ["y": -1]],
  ]

  @Test func compactEscapesOnlyWhatJSONDemands() {
    #expect(
      Self.sample.text
        == #"{"name":"a \"b\" <&> \\ \u0001 \n "# + "\u{7F} \u{2028} é 😀"
        + #"","empty":{},"none":[],"list":[1,2.5,null,true],"nested":{"x":{"y":-1}}}"#)
  }

  @Test func prettyIndentsByTwoSpaces() {
    let value: JSONValue = ["a": 1, "b": [1, ["c": .null]], "d": [:], "e": []]
    let expected = """
      {
        "a": 1,
        "b": [
          1,
          {
            "c": null
          }
        ],
        "d": {},
        "e": []
      }
      """
    #expect(String(decoding: value.serialize(pretty: true), as: UTF8.self) == expected)
  }

  @Test func whatIsWrittenReadsBackTheSame() throws {
    #expect(try JSONParser.parse(Self.sample.serialize()) == Self.sample)
    #expect(try JSONParser.parse(Self.sample.serialize(pretty: true)) == Self.sample)
    let everyCharacter = JSONValue.string(String(String.UnicodeScalarView((0..<0x300).compactMap(Unicode.Scalar.init))))
    #expect(try JSONParser.parse(everyCharacter.serialize()) == everyCharacter)
  }

  @Test func theWriterPlacesTheCommas() throws {
    var writer = JSONWriter()
    writer.object { writer in
      writer.field("a", 1)
      writer.field("absent", nil as String?)
      writer.key("list")
      writer.array { writer in
        writer.string("x\ty")
        writer.object { _ in }
        writer.array { writer in writer.null() }
        writer.bool(false)
        writer.double(1.5)
        writer.double(.infinity)
      }
      writer.field("raw", raw: Array("{\"z\": 1}".utf8))
      writer.field("value", ["k": "v"] as JSONValue)
      writer.field("d", 0.25)
      writer.field("b", true)
    }
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"a":1,"list":["x\ty",{},[null],false,1.5,null],"raw":{"z": 1},"value":{"k":"v"},"d":0.25,"b":true}"#)
    #expect(JSONText.isValid(writer.bytes))
  }

  @Test func settingMembersKeepsTheirPlace() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = 3
    object["c"] = 4
    object["b"] = nil
    #expect(JSONValue.object(object).text == #"{"a":3,"c":4}"#)
    #expect(JSONValue.object(omittingNil: ["x": 1, "y": nil]).text == #"{"x":1}"#)
  }
}
