import Glibc
import Journal
import Platform
import Synchronization
import Testing

@Suite struct ReaderTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
  }

  @Test func aHotJournalIsLeftToTheWriter() throws {
    let writer = try fixture.create()
    try writer.commit([.event(event(1))], durability: .full)
    try writer.close()
    // A kill in the middle of a write without WAL, with pages in the file already.
    let statements = """
      pragma cache_size = 2; begin; create table t(b); insert into t with recursive n(i) as
      (select 1 union all select i + 1 from n where i < 200) select randomblob(4000) from n;
      .shell kill -9 $PPID
      """
    _ = try? run("sqlite3 '\(fixture.path)' << 'END'\n\(statements)\nEND")
    #expect(try run("stat -c %s '\(fixture.path)-journal'") != "0\n")
    #expect(throws: JournalError.needsRecovery(path: fixture.path)) {
      try JournalReader(directory: fixture.directory.path)
    }
    try JournalWriter.recover(directory: fixture.directory.path)
    #expect(try JournalReader(directory: fixture.directory.path).verify().head == 1)
    try fixture.open().close()
    #expect(try JournalReader(directory: fixture.directory.path).verify().head == 1)
  }

  @Test func aReadCanBeInterrupted() throws {
    let writer = try fixture.create()
    try writer.commit((Int64(1)...5000).map { .event(event($0)) }, durability: .normal)
    let reader = try JournalReader(directory: fixture.directory.path)
    let isOver = Mutex(false)
    let pool = try BlockingPool(threads: 1, name: "interrupt")
    pool.submit {
      while !isOver.withLock({ $0 }) { reader.interrupt() }
    }
    defer { isOver.withLock { $0 = true } }
    var found: JournalError?
    let deadline = time(nil) + 30
    while found == nil, time(nil) < deadline {
      do {
        _ = try reader.events(EventQuery())
      } catch {
        found = error as? JournalError
      }
    }
    #expect(found == .interrupted)
  }

  @Test func usageKeepsWhatALaterRowLeavesOut() throws {
    let writer = try fixture.create()
    var first = UsageRow(turn: turnID(1), time: 10)
    first.inputTokens = 1
    first.costAmount = 0.5
    var second = UsageRow(turn: turnID(1), time: 20)
    second.outputTokens = 2
    try writer.commit([.usage(first)], durability: .normal)
    try writer.commit([.usage(second)], durability: .normal)
    var merged = second
    merged.inputTokens = 1
    merged.costAmount = 0.5
    #expect(try JournalReader(directory: fixture.directory.path).usage() == [merged])
  }
}
