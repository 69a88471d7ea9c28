import Journal
import Testing

/// What reaches the disk when, and what happens when the disk fails.
@Suite(.serialized) struct DurabilityTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
    FaultyDisk.reset()
  }

  @Test func aFullCommitIsSyncedBeforeItReturns() throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    let created = FaultyDisk.syncs
    #expect(created > 0)
    try writer.commit([.event(event(1))], durability: .normal)
    #expect(FaultyDisk.syncs == created)
    try writer.commit([.event(event(2))], durability: .full)
    #expect(FaultyDisk.syncs == created + 1)
    try writer.commit([.event(event(3))], durability: .normal)
    #expect(FaultyDisk.syncs == created + 1)
    try writer.commit([], durability: .full)
    #expect(FaultyDisk.syncs == created + 2)
  }

  @Test func aTickSyncsOnceAndOnlyWhenThereIsSomething() throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    let created = FaultyDisk.syncs
    _ = try writer.tick()
    #expect(FaultyDisk.syncs == created)
    try writer.commit([.event(event(1))], durability: .normal)
    _ = try writer.tick()
    #expect(FaultyDisk.syncs == created + 1)
    _ = try writer.tick()
    #expect(FaultyDisk.syncs == created + 1)
  }

  @Test func aCommitThatChangesNothingSyncsWhatCameBefore() throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    try writer.commit([.event(event(1)), .record(RecordName("a"), [1])], durability: .normal)
    _ = try writer.tick()
    let before = FaultyDisk.syncs
    // The tick writes the sequence that is there already, and the FULL commit removes what is not there: SQLite has
    // nothing to write for either.
    try writer.commit([.record(RecordName("a"), [2])], durability: .normal)
    _ = try writer.tick()
    #expect(FaultyDisk.syncs == before + 1)
    try writer.commit([.record(RecordName("a"), [3])], durability: .normal)
    try writer.commit([.requestRemoved(7)], durability: .full)
    #expect(FaultyDisk.syncs == before + 2)
    try writer.commit([.record(RecordName("a"), [4])], durability: .normal)
    let killed = try fixture.afterKill()
    _ = try killed.open(vfs: FaultyDisk.name)
    #expect(FaultyDisk.syncs == before + 3)
  }

  @Test func openingAndClosingAreSynced() throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    try writer.commit([.event(event(1))], durability: .normal)
    let killed = try fixture.afterKill()
    let before = FaultyDisk.syncs
    let reopened = try killed.open(vfs: FaultyDisk.name)
    #expect(FaultyDisk.syncs == before + 1)
    try reopened.close()
    #expect(FaultyDisk.syncs > before + 1)
  }

  @Test func aFailedSyncIsTheEndOfTheWriter() throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    try writer.commit([.event(event(1))], durability: .full)
    FaultyDisk.failsSync = true
    let error = #expect(throws: JournalError.self) {
      try writer.commit([.event(event(2))], durability: .full)
    }
    #expect(error?.code == "journal_failed")
    FaultyDisk.failsSync = false
    try expectFailed(writer)
    // What is there after reopening is verified, and goes on without a gap.
    let reopened = try fixture.open()
    #expect(reopened.head == 1 || reopened.head == 2)
    #expect(try JournalReader(directory: fixture.directory.path).verify().problem == nil)
    try reopened.commit([.event(event(reopened.head + 1))], durability: .full)
  }

  @Test func reopeningDoesNotTrustTheLogOfAFailedWriter() throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    let rows = (Int64(1)...200).map { JournalChange.event(event($0, content: String(repeating: "x", count: 1000))) }
    try writer.commit(rows, durability: .normal)
    FaultyDisk.failsSync = true
    #expect(throws: JournalError.self) { try writer.tick() }
    FaultyDisk.failsSync = false
    let reopened = try fixture.open()
    #expect(reopened.head == 200)
    // Only what the opening itself wrote lies in the log; the rest was written anew, into the database file.
    #expect(try lengthOfLog() < 32 + 8 * (4096 + 24))
    try reopened.close()
  }

  @Test func aFailedTickIsTheEndOfTheWriter() throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    try writer.commit([.event(event(1))], durability: .normal)
    FaultyDisk.failsSync = true
    #expect(throws: JournalError.self) { try writer.tick() }
    FaultyDisk.failsSync = false
    #expect(writer.unsynced && writer.durableSequence == 0)
    try expectFailed(writer)
  }

  @Test(arguments: [Durability.normal, .full])
  func aFullDiskTakesNothingAndTheSameChangesGoInWhenThereIsRoom(durability: Durability) throws {
    let writer = try fixture.create(vfs: FaultyDisk.name)
    try writer.commit([.event(event(1))], durability: .normal)
    FaultyDisk.isFull = true
    let changes = [JournalChange.event(event(2, agent: "a new name")), .event(event(3))]
    for call in [
      { try writer.commit(changes, durability: durability) }, { _ = try writer.tick() }, { try writer.close() },
    ] as [() throws -> Void] {
      let error = #expect(throws: JournalError.self) { try call() }
      #expect(error?.code == "home_full")
      #expect(writer.head == 1 && writer.unsynced && writer.durableSequence == 0)
    }
    #expect(try JournalReader(directory: fixture.directory.path).head() == 1)
    FaultyDisk.isFull = false
    try writer.commit(changes, durability: durability)
    #expect(writer.head == 3)
    try writer.close()
    let reader = try JournalReader(directory: fixture.directory.path)
    defer { reader.close() }
    #expect(try reader.verify().problem == nil)
    #expect(try reader.events(EventQuery()).map(\.sequence) == [1, 2, 3])
  }

  @Test func aFullDiskMakesNoJournal() throws {
    FaultyDisk.isFull = true
    let error = #expect(throws: JournalError.self) { _ = try fixture.create(vfs: FaultyDisk.name) }
    #expect(error?.code == "home_full")
    #expect(try run("ls '\(fixture.directory.path)'") == "")
    FaultyDisk.isFull = false
    try fixture.create(vfs: FaultyDisk.name).close()
  }

  private func lengthOfLog() throws -> Int {
    Int(try run("stat -c %s '\(fixture.path)-wal'").dropLast()) ?? 0
  }

  private func expectFailed(_ writer: JournalWriter) throws {
    for call in [
      { try writer.commit([.event(event(writer.head + 1))], durability: .normal) },
      { _ = try writer.tick() }, { try writer.checkpointIfNeeded() }, { _ = try writer.contents() },
      { try writer.commit([], durability: .full) }, { try writer.close() },
    ] as [() throws -> Void] {
      let error = #expect(throws: JournalError.self) { try call() }
      #expect(error?.code == "journal_failed")
    }
  }
}
