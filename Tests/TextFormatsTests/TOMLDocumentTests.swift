import Testing
import TextFormats

@Suite struct TOMLDocumentTests {
  private func parse(_ text: String) throws -> TOMLTable {
    try TOMLDocument(parsing: Array(text.utf8)).root
  }

  private func text(_ source: String, _ range: Range<TextPosition>) -> String {
    String(decoding: Array(source.utf8)[range.lowerBound.offset..<range.upperBound.offset], as: UTF8.self)
  }

  @Test func everyKindOfValueIsRead() throws {
    let root = try parse(
      """
      text = "a\\tb"
      raw = 'c:\\d'
      number = 1_000
      hex = 0xff
      half = 0.5
      on = true
      day = 2026-11-25
      noon = 12:00:00.250
      moment = 2026-11-25T12:00:00+01:30
      local = 2026-11-25 12:00:00
      list = [1, "two"]
      inline = { a = 1 }
      """)
    #expect(root["text"]?.string == "a\tb")
    #expect(root["raw"]?.string == "c:\\d")
    #expect(root["number"]?.integer == 1000)
    #expect(root["hex"]?.integer == 255)
    #expect(root["half"]?.number == 0.5)
    #expect(root["number"]?.number == 1000)
    #expect(root["on"]?.boolean == true)
    #expect(root["day"]?.value == .temporal("2026-11-25", .date))
    #expect(root["noon"]?.value == .temporal("12:00:00.25", .time))
    #expect(root["moment"]?.value == .temporal("2026-11-25T12:00:00+01:30", .dateTime))
    #expect(root["local"]?.value == .temporal("2026-11-25T12:00:00", .dateTime))
    #expect(root["list"]?.array?.map(\.value) == [.integer(1), .string("two")])
    #expect(root["inline"]?.table?["a"]?.integer == 1)
    #expect(root["absent"] == nil)
  }

  @Test func aValueIsNotTakenForAnotherKind() throws {
    let root = try parse("a = \"1\"\nb = 1\nc = 1.0\n")
    #expect(root["a"]?.integer == nil)
    #expect(root["b"]?.string == nil)
    #expect(root["b"]?.boolean == nil)
    #expect(root["c"]?.integer == nil)
    #expect(root["a"]?.table == nil)
    #expect(root["a"]?.array == nil)
    #expect(root.entries.map(\.item.value.kindName) == ["string", "integer", "float"])
  }

  @Test func keysAndValuesKnowTheirPlace() throws {
    let source = """
      # comment
      [http]
      host = "localhost" # where
        port   =   2123

      [providers."é x".models]
      default = 'm'
      [[list]]
      a.b = [1,
        22]
      """
    let root = try parse(source)
    let http = try #require(root["http"]?.table)
    #expect(http["host"]?.range.lowerBound == TextPosition(line: 3, column: 8, offset: 24))
    let port = try #require(http.entry("port"))
    #expect(port.keyRange.lowerBound.description == "4:3")
    #expect(text(source, port.keyRange) == "port")
    #expect(text(source, port.item.range) == "2123")
    let provider = try #require(root["providers"]?.table?.entry("é x"))
    #expect(provider.keyRange.lowerBound.description == "6:12")
    #expect(text(source, provider.keyRange) == "\"é x\"")
    #expect(provider.item.table?["models"]?.table?["default"]?.range.lowerBound.description == "7:11")
    let element = try #require(root["list"]?.array?.first?.table)
    let list = try #require(element["a"]?.table?["b"]?.array)
    #expect(list.map(\.range.lowerBound.description) == ["9:8", "10:3"])
    #expect(text(source, list[1].range) == "22")
  }

  @Test func columnsCountCodePointsAndOffsetsCountBytes() throws {
    let root = try parse("a = { \"é\" = \"日本\", b = 1 }\n")
    let b = try #require(root["a"]?.table?.entry("b"))
    #expect(b.keyRange.lowerBound == TextPosition(line: 1, column: 19, offset: 23))
  }

  @Test func entriesKeepTheOrderOfTheText() throws {
    let root = try parse("z = 1\na = 2\n[m]\n[b]\n[a2]\n")
    #expect(root.entries.map(\.key) == ["z", "a", "m", "b", "a2"])
  }

  @Test func anEmptyDocumentIsAnEmptyTable() throws {
    #expect(try parse("").entries.isEmpty)
    #expect(try parse("\u{FEFF}# only a comment\r\n").entries.isEmpty)
  }

  @Test(arguments: [
    ("[http\n", "1:6"),
    ("a = 1\na = 2\n", "2:5"),
    ("a = 99999999999999999999\n", "1:25"),
    ("a = 2026-13-01\n", "1:12"),
    ("a = \"x\n", "1:7"),
    ("a = \"x\u{0}\"\n", "1:7"),
    ("é = 1\n", "1:1"),
    ("a\u{E9}= 1\n", "1:2"),
    ("[.", "1:2"),
    ("a = 1 b = 2\n", "1:7"),
  ])
  func aFaultIsReportedWhereItStands(source: String, place: String) {
    let error = #expect(throws: TOMLSyntaxError.self) { try self.parse(source) }
    #expect(error?.position?.description == place, "\(error?.description ?? "no error")")
    #expect(error?.message.isEmpty == false)
  }

  @Test func invalidUTF8IsAFault() {
    #expect(throws: TOMLSyntaxError.self) { try TOMLDocument(parsing: Array("a = \"".utf8) + [0xFF, 0x22]) }
  }

  @Test func whatWouldExhaustTheStackIsRefused() {
    let deepArray = "a = " + String(repeating: "[", count: 100_000)
    let deepKey = (0..<200_000).map { _ in "a" }.joined(separator: ".") + " = 1"
    for source in [deepArray, deepKey, "[\(deepKey)]"] {
      #expect(throws: TOMLSyntaxError.self) { try self.parse(source) }
    }
  }

  @Test func dotsInStringsAndCommentsAreNoPartsOfAKey() throws {
    let dots = String(repeating: ".", count: 500)
    let root = try parse(
      """
      a = "\(dots)" # \(dots)
      b = '\(dots)'
      c = \"\"\"x\\" " \(dots)\"\"\"
      d = ['\(dots)', 1.5, 2.5]
      """)
    #expect(root.entries.count == 4)
  }

  @Test func limitsAreKept() throws {
    var limits = TOMLDocument.Limits()
    limits.bytes = 10
    #expect(throws: TOMLSyntaxError.self) { try TOMLDocument(parsing: Array("a = 1234567".utf8), limits: limits) }
    limits = TOMLDocument.Limits()
    limits.nodes = 3
    #expect(throws: TOMLSyntaxError.self) { try TOMLDocument(parsing: Array("a = [1,2]".utf8), limits: limits) }
    #expect(try TOMLDocument(parsing: Array("a = [1]".utf8), limits: limits).root.entries.count == 1)
  }

  @Test func anyBytesAreReadOrRefused() {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let seed = Array(
      "[a.\"b\"]\nk = {x=1, y=\"\\u00e9\"} # c\n[[l]]\nd = 2026-11-25T10:00:00Z\ns = '''\n'q'\n'''\n".utf8)
    for _ in 0..<2_000 {
      var bytes = seed
      for _ in 0..<(1 + next(4)) {
        switch next(3) {
        case 0: bytes[next(bytes.count)] = UInt8(next(256))
        case 1: bytes.remove(at: next(bytes.count))
        default: bytes.insert(seed[next(seed.count)], at: next(bytes.count))
        }
      }
      _ = try? TOMLDocument(parsing: bytes)
    }
  }
}
