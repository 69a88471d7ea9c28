import Journal
import JournalModel
import Testing

/// Random batches, ticks, checkpoints, kills and reopenings: the journal always equals the model.
@Suite struct JournalModelTests {
  @Test(arguments: 1...12)
  func aJournalEqualsItsModel(seed: Int) throws {
    var random = RandomChanges(seed: UInt64(seed))
    var fixture = try JournalFixture()
    var writer = try fixture.create()
    var model = JournalModel()
    model.contents.journalEpochs = writer.journalEpochs
    for _ in 0..<60 {
      let batch = random.batch(on: model)
      let durability: Durability = random.flip() ? .normal : .full
      try writer.commit(batch, durability: durability)
      model.apply(batch)
      #expect(writer.head == model.contents.head)
      #expect(writer.unsynced == (durability == .normal))
      switch random.number(0...9) {
      case 0:
        #expect(try writer.tick() == model.contents.head)
        #expect(writer.durableSequence == model.contents.head && !writer.unsynced)
      case 1: try writer.checkpointIfNeeded()
      case 2:
        try writer.close()
        writer = try fixture.open()
      case 3:
        fixture = try fixture.afterKill()
        writer = try fixture.open()
      default: break
      }
      try expect(fixture, writer, equal: model)
    }
    try writer.close()
    let reader = try JournalReader(directory: fixture.directory.path)
    let verification = try reader.verify()
    #expect(verification.problem == nil && verification.head == model.contents.head)
    #expect(verification.hash == writer.hashHead)
  }

  private func expect(_ fixture: JournalFixture, _ writer: JournalWriter, equal model: JournalModel) throws {
    var contents = try writer.contents()
    #expect(contents.durableSequence <= contents.head)
    contents.durableSequence = model.contents.durableSequence
    #expect(contents == model.contents)
    let reader = try JournalReader(directory: fixture.directory.path)
    #expect(try reader.events(EventQuery()) == model.events)
    #expect(try reader.usage() == model.usage)
    #expect(try reader.head() == model.contents.head)
    reader.close()
  }
}
