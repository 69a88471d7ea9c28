import Journal
import JournalModel
import Testing

/// Random queries: the reader answers what filtering the list of events in memory answers.
@Suite struct EventQueryTests {
  @Test(arguments: 1...6)
  func everyQueryAnswersWhatItSays(seed: Int) throws {
    let fixture = try JournalFixture()
    let writer = try fixture.create()
    var random = RandomChanges(seed: UInt64(seed))
    var model = JournalModel()
    for _ in 0..<300 {
      let row = JournalChange.event(random.event(after: model))
      try writer.commit([row], durability: .normal)
      model.apply([row])
    }
    let reader = try JournalReader(directory: fixture.directory.path)
    for _ in 0..<400 {
      let query = query(&random, over: model.events)
      #expect(try reader.events(query) == answer(to: query, from: model.events), "\(query)")
    }
  }

  @Test func anEmptyJournalAnswersNothing() throws {
    let fixture = try JournalFixture()
    _ = try fixture.create()
    let reader = try JournalReader(directory: fixture.directory.path)
    var query = EventQuery()
    #expect(try reader.events(query) == [])
    query.since = 5
    query.limit = 3
    #expect(try reader.events(query) == [])
    query.turn = turnID(4)
    #expect(try reader.events(query) == [])
    #expect(try reader.head() == 0)
  }

  @Test func aReaderFollowsTheWriter() throws {
    let fixture = try JournalFixture()
    let writer = try fixture.create()
    let reader = try JournalReader(directory: fixture.directory.path)
    var query = EventQuery()
    query.after = 0
    for sequence in Int64(1)...5 {
      try writer.commit([.event(event(sequence))], durability: .normal)
      #expect(try reader.events(query).map(\.sequence) == [sequence])
      query.after = sequence
    }
    reader.close()
    reader.close()
    reader.interrupt()
    #expect(throws: JournalError.closed(path: fixture.path)) { try reader.head() }
    #expect(throws: JournalError.closed(path: fixture.path)) { try reader.verify() }
  }

  private func query(_ random: inout RandomChanges, over events: [EventRow]) -> EventQuery {
    var query = EventQuery()
    let types: [EventType] = [.agentMessage, .toolCall, .done, EventType("invented 1"), EventType("never")]
    if random.flip() { query.types = types.filter { _ in random.number(0...2) == 0 } }
    if random.number(0...2) == 0 { query.turn = turnID(random.number(1...4)) }
    if random.number(0...3) == 0 { query.agent = ["general", "other", "never"][random.number(0...2)] }
    if random.number(0...3) == 0 { query.since = events[random.number(0...299)].time + Int64(random.number(-1...1)) }
    if random.number(0...2) == 0 { query.after = Int64(random.number(0...310)) }
    if random.number(0...2) == 0 { query.before = Int64(random.number(0...310)) }
    if random.flip() { query.limit = random.number(0...40) }
    if random.number(0...3) == 0 { query.byteBudget = random.number(0...2000) }
    return query
  }

  private func answer(to query: EventQuery, from events: [EventRow]) -> [EventRow] {
    var matching = events.filter { row in
      (query.types.isEmpty || query.types.contains(row.type)) && (query.turn == nil || query.turn == row.turn)
        && (query.agent == nil || query.agent == row.agent) && row.time >= query.since ?? 0
        && row.sequence > query.after ?? 0 && row.sequence < query.before ?? Int64.max
    }
    let fromTheEnd = query.limit != nil && query.after == nil
    if fromTheEnd { matching.reverse() }
    var rows: [EventRow] = []
    var bytes = 0
    for row in matching.prefix(query.limit ?? Int.max) {
      rows.append(row)
      bytes += row.content.count
      if bytes >= query.byteBudget ?? Int.max { break }
    }
    return fromTheEnd ? rows.reversed() : rows
  }
}
