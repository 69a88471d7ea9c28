import Journal
import SQLite
import Testing

@Suite struct VerificationTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
    let writer = try fixture.create()
    for sequence in Int64(1)...40 {
      let turn = sequence % 7 == 0 ? nil : Int(sequence / 10)
      let type: EventType = sequence % 5 == 0 ? .toolCall : .agentMessage
      try writer.commit(
        [.event(event(sequence, turn: turn, type: type, content: "{\"text\":\"number \(sequence)\"}"))],
        durability: .full)
    }
    try writer.close()
  }

  @Test(arguments: [
    ("update event_rows set content = content || ' ' where sequence = 7", Verification.Problem.Kind.hash, 7),
    ("update event_rows set ts = ts + 1 where sequence = 40", .hash, 40),
    ("update event_rows set turn = null where sequence = 11", .hash, 11),
    ("update event_rows set type = (select type from event_rows where sequence = 5) where sequence = 6", .hash, 6),
    ("update event_rows set hash = zeroblob(32) where sequence = 9", .hash, 9),
    ("update names set name = 'somebody' where kind = 'agent'", .hash, 1),
    ("update journal_epochs set journal_epoch = 1", .hash, 1),
    ("delete from event_rows where sequence = 1", .gap, 1),
    ("delete from event_rows where sequence = 20", .gap, 20),
    ("delete from event_rows where sequence = 40", .tail, 40),
    ("delete from event_rows", .tail, 1),
  ])
  func anyChangeIsFound(statement: String, kind: Verification.Problem.Kind, sequence: Int64) throws {
    let triggers = ["names_no_update", "event_rows_no_update", "event_rows_no_delete"]
    _ = try fixture.shell(triggers.map { "drop trigger \($0);" }.joined() + statement)
    let found = try JournalReader(directory: fixture.directory.path).verify()
    #expect(found.problem?.kind == kind && found.problem?.sequence == sequence)
    #expect(found.head == sequence - 1)
  }

  @Test func rowsCannotBeChangedInPassing() throws {
    for statement in [
      "update names set name = 'x'", "delete from names", "update event_rows set ts = 1", "delete from event_rows",
    ] {
      #expect(throws: SystemFailure.self) { try fixture.shell("\(statement)") }
    }
    #expect(try JournalReader(directory: fixture.directory.path).verify().problem == nil)
  }

  /// Flips bytes all over the file: what is read afterwards is either right or refused.
  @Test func noFlippedByteGoesUnnoticed() throws {
    let writer = try fixture.open()
    let content = "{\"text\":\"\(String(repeating: "word ", count: 40))\"}"
    try writer.commit((Int64(41)...400).map { .event(event($0, content: content)) }, durability: .full)
    try writer.close()
    let reader = try JournalReader(directory: fixture.directory.path)
    let original = try reader.events(EventQuery())
    reader.close()
    // No connection has the file open now.
    let bytes = try contents(of: fixture.path)
    let copy = try JournalFixture()
    var random = Generator(seed: 7)
    var noticed = 0
    for _ in 0..<200 {
      let offset = Int.random(in: bytes.indices, using: &random)
      var flipped = bytes
      flipped[offset] ^= UInt8(1) << UInt8.random(in: 0...7, using: &random)
      try write(flipped, to: copy.path)
      do {
        let reader = try JournalReader(directory: copy.directory.path)
        defer { reader.close() }
        if try reader.verify().problem == nil {
          // The byte belongs to no event.
          #expect(try reader.events(EventQuery()) == original, "byte \(offset)")
        } else {
          noticed += 1
        }
      } catch is JournalError {
        noticed += 1
      }
    }
    #expect(noticed > 60)
  }
}
