import Glibc
import Home
import Journal
import Testing

@Suite struct JournalWriterTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
  }

  @Test func aNewJournalIsEmptyAndPrivate() throws {
    let mask = umask(0o777)
    let writer = try fixture.create()
    umask(mask)
    #expect(writer.head == 0 && !writer.unsynced && writer.durableSequence == 0)
    #expect(writer.journalEpochs.map(\.number) == [0] && writer.journalEpochs.map(\.firstSequence) == [1])
    try writer.commit([.event(event(1))], durability: .normal)
    let modes = try run("stat -c '%a' '\(fixture.path)'*")
    #expect(modes == "600\n600\n600\n")
    try writer.close()
    #expect(try run("ls '\(fixture.directory.path)'") == "events.db\n")
  }

  @Test func thereIsOneJournalToADirectory() throws {
    #expect(throws: JournalError.missing(path: fixture.path)) { try fixture.open() }
    #expect(throws: JournalError.missing(path: fixture.path)) {
      try JournalReader(directory: fixture.directory.path)
    }
    try fixture.create().close()
    #expect(throws: JournalError.exists(path: fixture.path)) { try fixture.create() }
    try fixture.open().close()
  }

  @Test func aCreationThatWasCutShortIsNamed() throws {
    try run(": > '\(fixture.path)'")
    #expect(throws: JournalError.incomplete(path: fixture.path)) { try fixture.open() }
    #expect(throws: JournalError.incomplete(path: fixture.path)) {
      try JournalReader(directory: fixture.directory.path)
    }
  }

  @Test func creatingInAMissingDirectoryFailsWithTheReason() throws {
    try run("rmdir '\(fixture.directory.path)'")
    let error = #expect(throws: JournalError.self) { try fixture.create() }
    #expect(error?.description == "open \(fixture.path): No such file or directory")
  }

  @Test func eventsFollowWithoutAGap() throws {
    let writer = try fixture.create()
    #expect(throws: JournalError.sequenceGap(expected: 1, found: 2)) {
      try writer.commit([.event(event(2))], durability: .normal)
    }
    try writer.commit([.event(event(1)), .event(event(2))], durability: .normal)
    #expect(throws: JournalError.sequenceGap(expected: 3, found: 2)) {
      try writer.commit([.event(event(2))], durability: .normal)
    }
    #expect(throws: JournalError.sequenceGap(expected: 4, found: 5)) {
      try writer.commit([.event(event(3)), .event(event(5))], durability: .full)
    }
    #expect(throws: JournalError.timeDecreased(sequence: 3)) {
      try writer.commit([.event(event(3, time: 1))], durability: .normal)
    }
    #expect(writer.head == 2)
    #expect(try writer.contents().head == 2)
  }

  @Test func aCommitIsAllOrNothing() throws {
    let writer = try fixture.create()
    try writer.commit([.key(KeyRow(key: "k", bodyHash: "h", turn: nil))], durability: .full)
    let before = try writer.contents()
    let error = #expect(throws: JournalError.self) {
      try writer.commit(
        [
          .event(event(1, turn: 9, type: EventType("new"), agent: "new")), .record(RecordName("r"), [1]),
          .key(KeyRow(key: "k", bodyHash: "other", turn: nil)),
        ], durability: .full)
    }
    #expect(error?.code == "journal_failed")
    #expect(try writer.contents() == before)
    #expect(writer.head == 0 && writer.hashHead == [UInt8](repeating: 0, count: 32))
    // The writer is as good as before, and the names of the failed commit can be used.
    try writer.commit([.event(event(1, turn: 9, type: EventType("new"), agent: "new"))], durability: .full)
    let reader = try JournalReader(directory: fixture.directory.path)
    #expect(try reader.verify().problem == nil)
    #expect(try reader.event(1)?.type == EventType("new"))
    #expect(try reader.event(2) == nil)
  }

  @Test func anEmptyFullCommitMakesEverythingDurable() throws {
    let writer = try fixture.create()
    try writer.commit([.event(event(1))], durability: .normal)
    #expect(writer.unsynced && writer.durableSequence == 0)
    try writer.commit([], durability: .normal)
    #expect(writer.unsynced)
    try writer.commit([], durability: .full)
    #expect(!writer.unsynced && writer.durableSequence == 1)
    #expect(try writer.contents().durableSequence == 1)
  }

  @Test func aTickWritesDownWhatIsDurable() throws {
    let writer = try fixture.create()
    try writer.commit([.event(event(1))], durability: .normal)
    #expect(try writer.contents().durableSequence == 0)
    #expect(try writer.tick() == 1)
    #expect(try writer.contents().durableSequence == 1)
    #expect(try writer.tick() == 1)
  }

  @Test func theLogStaysBounded() throws {
    let writer = try fixture.create()
    let content = String(repeating: "x", count: 2000)
    var largest: Int64 = 0
    for batch in 0..<40 {
      let rows = (1...200).map { JournalChange.event(event(Int64(batch * 200 + $0), content: content)) }
      try writer.commit(rows, durability: .normal)
      try writer.checkpointIfNeeded()
      var status = stat()
      #expect(stat("\(fixture.path)-wal", &status) == 0)
      largest = max(largest, Int64(status.st_size))
    }
    #expect(largest < 8 << 20)
    #expect(try JournalReader(directory: fixture.directory.path).verify().head == 8000)
  }

  @Test func aClosedWriterSaysSo() throws {
    let writer = try fixture.create()
    try writer.close()
    try writer.close()
    #expect(throws: JournalError.closed(path: fixture.path)) {
      try writer.commit([.event(event(1))], durability: .normal)
    }
    #expect(throws: JournalError.closed(path: fixture.path)) { try writer.tick() }
    #expect(throws: JournalError.closed(path: fixture.path)) { try writer.contents() }
  }

  @Test func anOlderSchemaIsBroughtForwardWhenItIsOpened() throws {
    let writer = try fixture.create()
    try writer.commit([.event(event(1))], durability: .full)
    try writer.close()
    _ = try fixture.shell("drop table tool_calls; delete from schema_migrations where version > 1")
    let opened = try fixture.open()
    let call = ToolCallRow(id: "call-1", number: 1, data: Array("{}".utf8))
    try opened.commit([.event(event(2)), .toolCall(call)], durability: .full)
    let contents = try opened.contents()
    #expect(contents.head == 2)
    #expect(contents.toolCalls == [call])
    try opened.close()
  }

  @Test func aNewerSchemaIsRefusedWithTheWayBack() throws {
    try fixture.create().close()
    _ = try fixture.shell("insert into schema_migrations values(99, 'contract', 'c', 't', 99)")
    let error = #expect(throws: JournalError.self) { try fixture.open() }
    #expect(error == .newer(path: fixture.path, version: 99, name: "contract", known: 2))
    #expect(error?.description.contains("install the newer agh again") == true)
    // An expanding step says that the release before can go on.
    _ = try fixture.shell("update schema_migrations set compatible_from = 1 where version = 99")
    try fixture.open().close()
    _ = try fixture.shell("update schema_migrations set checksum = 'x' where version = 1")
    #expect(throws: JournalError.foreign(path: fixture.path)) { try fixture.open() }
  }

  @Test func damageIsTypedAndOnlyDamageIs() throws {
    try run("head -c 8192 /dev/urandom > '\(fixture.path)'")
    let error = #expect(throws: JournalError.self) { try fixture.open() }
    #expect(error?.code == "journal_corrupt")
    let reading = #expect(throws: JournalError.self) { try JournalReader(directory: fixture.directory.path) }
    #expect(reading?.code == "journal_corrupt")
    try run("rm '\(fixture.path)'; mkdir '\(fixture.path)'")
    let replaced = #expect(throws: JournalError.self) { try fixture.open() }
    #expect(replaced == .corrupt(path: fixture.path, detail: "it is a directory"))
    try run("rmdir '\(fixture.path)'")
  }
}
