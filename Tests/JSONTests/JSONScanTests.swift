import JSON
import Testing

private enum Field: Int, JSONScanField {
  case id, method, update, kind, text

  var path: String {
    switch self {
    case .id: "id"
    case .method: "method"
    case .update: "params.update"
    case .kind: "params.update.sessionUpdate"
    case .text: "params.update.content.text"
    }
  }
}

@Suite struct JSONScanTests {
  private func scan(_ text: String) throws -> (Field) -> String? {
    let bytes = Array(text.utf8)
    let result = try JSONScan<Field>().scan(bytes)
    return { field in result[field].map { String(decoding: bytes[$0], as: UTF8.self) } }
  }

  @Test func findsNestedFieldsInAnyOrder() throws {
    let found = try scan(
      #" {"params": {"update" : {"content":{"type":"text","text":"hi"}, "sessionUpdate":"x"} ,"u":[{"id":9}]},"id": 7 }"#
    )
    #expect(found(.id) == "7")
    #expect(found(.method) == nil)
    #expect(found(.update) == #"{"content":{"type":"text","text":"hi"}, "sessionUpdate":"x"}"#)
    #expect(found(.kind) == #""x""#)
    #expect(found(.text) == #""hi""#)
  }

  @Test func matchesEscapedKeys() throws {
    let found = try scan(#"{"m\u0065thod":"a","p\u0061rams":{"update":{"session\u0055pdate":"k"}}}"#)
    #expect(found(.method) == #""a""#)
    #expect(found(.kind) == #""k""#)
  }

  @Test(arguments: [
    #"{"id":1,"id":2}"#, #"{"id":1,"i\u0064":2}"#, #"{"params":{},"params":{}}"#,
    #"{"params":{"update":{"sessionUpdate":"a","sessionUpdate":"b"}}}"#,
  ])
  func refusesAWantedKeyTwice(text: String) {
    #expect(throws: JSONError.self) { try scan(text) }
  }

  @Test func letsOtherKeysThroughTwice() throws {
    #expect(try scan(#"{"other":1,"other":2,"x":{"id":1,"id":2},"id":3}"#)(.id) == "3")
  }

  @Test(arguments: [#"{"x":[1,}"#, #"{"x":"\q"}"#, #"{"x":tru}"#, #"{"id":1}}"#, #"{"params":{"update":{"a":01}}}"#])
  func checksWhatIsNotWanted(text: String) {
    #expect(throws: JSONError.self) { try scan(text) }
  }

  @Test func wrongKindsAreFoundButNotEntered() throws {
    let found = try scan(#"{"params":{"update":["sessionUpdate"]}}"#)
    #expect(found(.update) == #"["sessionUpdate"]"#)
    #expect(found(.kind) == nil)
    #expect(try scan("[1]")(.id) == nil)
  }

  @Test func listsElementsAndMembersWithoutCopies() throws {
    let bytes = Array(#"[ {"a": 1}, "x" ,[] ]"#.utf8)
    let elements = try #require(try JSONText.elements(bytes, in: 0..<bytes.count))
    #expect(elements.map { String(decoding: bytes[$0], as: UTF8.self) } == [#"{"a": 1}"#, #""x""#, "[]"])
    let members = try #require(try JSONText.members(bytes, in: elements[0]))
    #expect(members.map(\.key) == ["a"])
    #expect(JSONText.string(bytes, in: elements[1]) == "x")
    #expect(try JSONText.elements(bytes, in: elements[0]) == nil)
    #expect(try JSONText.members(bytes, in: elements[2]) == nil)
  }
}
