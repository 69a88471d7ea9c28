import SQLite
import Testing

@Suite struct WriteAheadLogTests {
  let directory: TemporaryDirectory
  let connection: Connection

  init() throws {
    directory = try TemporaryDirectory()
    connection = try Connection(path: directory.database, mode: .create)
    #expect(try connection.pragma("journal_mode=WAL") == "wal")
    try connection.write { try $0.execute("CREATE TABLE t(i INTEGER) STRICT") }
  }

  @Test func theLevelIsWhatTheLibrarySays() throws {
    try connection.setSynchronous(.normal)
    #expect(try connection.pragma("synchronous") == "1")
    try connection.setSynchronous(.full)
    #expect(try connection.pragma("synchronous") == "2")
    try connection.write { try $0.execute("INSERT INTO t VALUES(1)") }
    try connection.setSynchronous(.normal)
    #expect(try connection.pragma("synchronous") == "1")
  }

  @Test func theLogCanBeSynced() throws {
    try connection.syncWriteAheadLog()
    try connection.write { try $0.execute("INSERT INTO t VALUES(1)") }
    try connection.syncWriteAheadLog()
  }

  @Test func aCheckpointTellsWhatItDid() throws {
    #expect(connection.writeAheadLogFrames > 0)
    let done = try connection.checkpoint(.passive)
    #expect(done.isComplete && done.frames == connection.writeAheadLogFrames)

    let reader = try Connection(path: directory.database, mode: .readOnly, busy: .timeout(milliseconds: 0))
    try reader.read { transaction in
      _ = try transaction.first("SELECT count(*) FROM t") { $0[0] as Int64 }
      for number in 1...10 { try connection.write { try $0.execute("INSERT INTO t VALUES(?)", number) } }
      let held = try connection.checkpoint(.passive)
      #expect(!held.wasBusy && held.copied < held.frames && !held.isComplete)
    }
    let drained = try connection.checkpoint(.truncate)
    #expect(drained.isComplete && drained.frames == 0)
  }

  @Test func anInterruptEndsALongRead() throws {
    let reader = try Connection(path: directory.database, mode: .readOnly)
    let interrupter = reader.interrupter
    try connection.write { transaction in
      for number in 1...300 { try transaction.execute("INSERT INTO t VALUES(?)", number) }
    }
    let error = #expect(throws: SQLiteError.self) {
      try reader.read { transaction in
        // The first row comes when the read is under way; without the interrupt it would take 8 thousand million more.
        try transaction.forEachRow("SELECT a.i FROM t a, t b, t c, t d") { _ in
          interrupter.interrupt()
          return true
        }
      }
    }
    #expect(error?.code == .interrupted)
    #expect(try reader.read { try $0.first("SELECT count(*) FROM t") { $0[0] as Int64 } } == 300)
  }
}
