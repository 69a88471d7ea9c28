import ShimProtocol
import Testing

@Suite("Identity and exit records")
struct RecordTests {
  static let identity = ShimIdentity(
    pid: 4711, startTicks: 99, bootID: "boot", build: "dev \"quoted\" \\ \u{1}ä", lockDevice: 66_306,
    lockInode: .max, homeID: "home", session: "sess-0123456789abcdef", epoch: 3)

  static let exits = [
    ExitRecord(code: 0, signal: nil, cause: .stop, finalLength: 0),
    ExitRecord(code: nil, signal: 9, cause: .kill, finalLength: .max, survivors: [1, 2, 300]),
    ExitRecord(code: nil, signal: nil, cause: .detachedLimit, finalLength: 5),
    ExitRecord(
      code: nil, signal: nil, cause: .itself, finalLength: 0,
      failedStart: ExitRecord.FailedStart(step: .directory, errno: 2)),
  ]

  @Test func identityComesBack() throws {
    let line = Self.identity.encoded()
    #expect(line.last == 10 && line.filter { $0 == 10 }.count == 1)
    #expect(try ShimIdentity(line) == Self.identity)
  }

  @Test(arguments: exits)
  func exitComesBack(record: ExitRecord) throws {
    let line = record.encoded()
    #expect(line.last == 10 && line.filter { $0 == 10 }.count == 1)
    #expect(try ExitRecord(line) == record)
  }

  @Test func terminalExitComesBack() throws {
    for record in [TerminalExit(code: 3, signal: nil), TerminalExit(code: nil, signal: 15)] {
      #expect(try TerminalExit(record.encoded()) == record)
    }
  }

  @Test func theFormOfTheExitRecordIsFrozen() {
    #expect(
      String(decoding: Self.exits[1].encoded(), as: UTF8.self)
        == #"{"code":null,"signal":9,"cause":"kill","final_length":18446744073709551615,"survivors":[1,2,300],"#
        + #""failed_step":"","errno":null}"# + "\n")
  }

  @Test func cutAnywhereTheyAreErrors() {
    for line in [Self.identity.encoded()] + Self.exits.map({ $0.encoded() }) {
      for length in 0..<(line.count - 1) {
        #expect(throws: WireError.self) { try ShimIdentity(Array(line.prefix(length))) }
        #expect(throws: WireError.self) { try ExitRecord(Array(line.prefix(length))) }
      }
    }
  }

  @Test(arguments: [
    "", "null", "[]", "{}", #"{"code":0}"#, #"{"code":"0","signal":null}"#, #"{"code":99999999999,"signal":null}"#,
    #"{"code":0,"signal":null,"cause":"other","final_length":0,"survivors":[],"errno":null}"#,
    #"{"code":0 ,"signal":null}"#, #"{"code":0,"signal":null}x"#, #"{"code":-,"signal":null}"#, #"{"a":{}}"#,
    #"{"code":0,"signal":null,"a":[1,"b"]}"#, #"{"a":"\q"}"#, #"{"a":"\u0041"}"#, #"{"a":99999999999999999999}"#,
  ])
  func anythingElseIsAnError(text: String) {
    #expect(throws: WireError.self) { try ExitRecord(Array(text.utf8)) }
  }

  @Test func fieldsThatALaterVersionAddsAreStepppedOver() throws {
    let text =
      #"{"new":"x","code":0,"more":[1],"signal":null,"cause":"self","final_length":1,"survivors":[],"#
      + #""failed_step":"","errno":null,"last":null}"#
    #expect(try ExitRecord(Array(text.utf8)) == ExitRecord(code: 0, signal: nil, cause: .itself, finalLength: 1))
  }
}
