import Journal
import Testing

@Suite struct PowerCutTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
  }

  @Test func anotherBootWithoutACleanCloseBeginsAnEpoch() throws {
    let writer = try fixture.create(bootID: "boot-1")
    try writer.commit([.event(event(1)), .event(event(2))], durability: .full)
    let cut = try fixture.afterKill()

    let reopened = try cut.open(bootID: "boot-2")
    #expect(reopened.journalEpochs.map(\.number) == [0, 1])
    #expect(reopened.journalEpochs.map(\.firstSequence) == [1, 3])
    #expect(reopened.journalEpochs[0].key != reopened.journalEpochs[1].key)
    #expect(reopened.lacksRecoveryMarker)
    #expect(try reopened.contents().journalEpochs == reopened.journalEpochs)
    try reopened.commit([.event(event(3, type: .marker))], durability: .full)
    #expect(!reopened.lacksRecoveryMarker)
    let reader = try JournalReader(directory: cut.directory.path)
    #expect(try reader.verify().problem == nil)
  }

  @Test func aSecondCutBeforeAnyEventBeginsAnotherEpoch() throws {
    _ = try fixture.create(bootID: "boot-1")
    let first = try fixture.afterKill()
    _ = try first.open(bootID: "boot-2")
    let second = try first.afterKill()
    let writer = try second.open(bootID: "boot-3")
    #expect(writer.journalEpochs.map(\.number) == [0, 1, 2])
    #expect(writer.journalEpochs.map(\.firstSequence) == [1, 1, 1])
    try writer.commit([.event(event(1))], durability: .full)
    #expect(
      try second.shell("select id from events")
        == "\(try #require(writer.journalEpochs.epoch(of: 1)?.eventID(of: 1)))\n")
    #expect(try JournalReader(directory: second.directory.path).verify().problem == nil)
  }

  @Test func theSameBootOrACleanCloseBeginsNone() throws {
    let writer = try fixture.create(bootID: "boot-1")
    try writer.commit([.event(event(1))], durability: .normal)
    let killed = try fixture.afterKill()
    let reopened = try killed.open(bootID: "boot-1")
    #expect(reopened.head == 1 && reopened.durableSequence == 1 && !reopened.lacksRecoveryMarker)
    #expect(reopened.journalEpochs.count == 1)
    try reopened.close()
    #expect(try killed.open(bootID: "boot-2").journalEpochs.count == 1)
  }

  @Test func openingIsRecordedBeforeAnythingElse() throws {
    let writer = try fixture.create(bootID: "boot-1")
    try writer.close()
    // Closed in boot 1, opened in boot 2 and killed at once: the next boot has to know.
    _ = try fixture.open(bootID: "boot-2")
    let cut = try fixture.afterKill()
    #expect(try cut.open(bootID: "boot-3").journalEpochs.count == 2)
  }
}
