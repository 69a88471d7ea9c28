import Home
import Journal
import Testing

/// The queries that the documentation gives to operators, through the shell they use.
@Suite struct OperatorQueryTests {
  let fixture: JournalFixture
  let writer: JournalWriter

  init() throws {
    fixture = try JournalFixture()
    writer = try fixture.create()
    var usage = UsageRow(turn: turnID(1), time: 1_770_000_000_123_456_789)
    usage.totalTokens = 15
    usage.costAmount = 0.01
    usage.costCurrency = "USD"
    try writer.commit(
      [
        .event(event(1, type: .userMessage, time: 1_770_000_000_000_000_000)),
        .event(event(2, turn: nil, type: .agentMessage, time: 1_770_000_001_000_000_005, content: "{\"a\":\"é\"}")),
        .usage(usage),
      ], durability: .normal)
  }

  @Test func theQueriesOfTheDocumentationWork() throws {
    #expect(
      try fixture.shell(
        "select sequence, type, agent_name, timestamp from events order by sequence desc limit 20;")
          == """
          2|agent_message|general|2026-02-02T02:40:01.000000005Z
          1|user_message|general|2026-02-02T02:40:00.000000000Z

          """)
    #expect(
      try fixture.shell(
        "select turn_id, total_tokens, cost_amount, cost_currency, timestamp from token_usage "
          + "order by timestamp desc limit 20;")
        == "turn-0000000000000001|15|0.01|USD|2026-02-02T02:40:00.123456789Z\n")
    #expect(
      try fixture.shell(
        "select hook_name, event, outcome, required, recorded_at from hook_runs order by recorded_at desc limit 20;")
        == "")
    #expect(
      try fixture.shell("select turn_id, content from events")
        == "turn-0000000000000001|{}\n|{\"a\":\"é\"}\n")
    let ids = [1, 2].compactMap { writer.journalEpochs.epoch(of: $0)?.eventID(of: $0) }
    #expect(try fixture.shell("select id from events order by sequence") == ids.map { "\($0)\n" }.joined())
    let hash = writer.hashHead.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(try fixture.shell("select hash from events where sequence = 2") == "\(hash)\n")
  }

  @Test func aShellLeftOpenHindersNothing() throws {
    let shell = try ShellSession(database: fixture.path)
    #expect(try shell.ask("select count(*) from events;") == "2")
    try writer.commit([.event(event(3, time: 1_770_000_002_000_000_000))], durability: .full)
    #expect(try shell.ask("select count(*) from events;") == "3")
    // It has read, so WAL cannot be left; the close is clean all the same.
    try writer.close()
    #expect(try run("ls '\(fixture.directory.path)'") == "events.db\nevents.db-shm\nevents.db-wal\n")
    #expect(try JournalReader(directory: fixture.directory.path).head() == 3)
    let reopened = try fixture.open(bootID: "boot-2")
    #expect(reopened.journalEpochs.count == 1 && reopened.head == 3)
    #expect(try shell.ask("select max(sequence) from events;") == "3")
    shell.end()
    try reopened.close()
    #expect(try run("ls '\(fixture.directory.path)'") == "events.db\n")
  }

  @Test func aShellInTheMiddleOfAReadMakesAStoppedJournalBusy() throws {
    try writer.close()
    let before = try run("sha256sum < '\(fixture.path)'")
    let shell = try ShellSession(database: fixture.path)
    #expect(try shell.ask("begin; select count(*) from events;") == "2")
    // The clock moves a second with each look, so the five seconds pass at once.
    let impatient = TestClock(step: 1_000_000_000)
    #expect(throws: JournalError.busy(path: fixture.path)) {
      try JournalWriter.open(
        directory: fixture.directory.path, clock: impatient, bootID: "boot-1", random: fixture.random)
    }
    #expect(try run("sha256sum < '\(fixture.path)'") == before)
    shell.end()
    try fixture.open().close()
  }
}
