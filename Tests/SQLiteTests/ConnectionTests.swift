import SQLite
import Testing

@Suite struct ConnectionTests {
  let directory: TemporaryDirectory
  let connection: Connection

  init() throws {
    directory = try TemporaryDirectory()
    connection = try Connection(path: directory.database, mode: .create)
    #expect(try connection.pragma("journal_mode=WAL") == "wal")
    try connection.write { transaction in
      try transaction.execute("CREATE TABLE t(i INTEGER, r REAL, s TEXT, b BLOB) STRICT")
    }
  }

  @Test func everyTypeComesBackAsItWasBound() throws {
    let bytes: [UInt8] = [0, 255, 10]
    try connection.write { transaction in
      try transaction.execute("INSERT INTO t VALUES(?,?,?,?)", Int64.min, 0.1, "é\u{0}x", bytes)
      try transaction.execute(
        "INSERT INTO t VALUES(?,?,?,?)", nil as Int64?, nil as Double?, nil as String?, nil as [UInt8]?)
      try transaction.execute("INSERT INTO t VALUES(?,?,?,?)", true, 1.0, UTF8Text([0x22, 0xFF, 0x22]), [UInt8]())
    }
    try connection.read { transaction in
      let full = try transaction.first("SELECT i,r,s,b FROM t WHERE rowid=1") { row in
        (row[0] as Int64, row[1] as Double, row[2] as String, row[3] as [UInt8])
      }
      #expect(try #require(full) == (Int64.min, 0.1, "é\u{0}x", bytes))
      let empty = try transaction.first("SELECT i,r,s,b FROM t WHERE rowid=2") { row in
        (row[0] as Int64?, row[1] as Double?, row[2] as String?, row[3] as [UInt8]?, row.isNull(0), row[0] as Int64)
      }
      let values = try #require(empty)
      #expect(values.0 == nil && values.1 == nil && values.2 == nil && values.3 == nil && values.4 && values.5 == 0)
      let raw = try transaction.first("SELECT s, b, typeof(b) FROM t WHERE rowid=3") { row in
        (row[0] as [UInt8], row[1] as [UInt8]?, row[2] as String)
      }
      #expect(try #require(raw).0 == [0x22, 0xFF, 0x22])
      #expect(raw?.1 == [] && raw?.2 == "blob")
    }
  }

  @Test func aFailedWriteLeavesNothing() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try connection.write { transaction in
        try transaction.execute("INSERT INTO t(i) VALUES(1)")
        throw Stop()
      }
    }
    #expect(try count() == 0)
    try connection.write { try $0.execute("INSERT INTO t(i) VALUES(1)") }
    #expect(try count() == 1)
  }

  @Test func errorsNameCodeMessageAndStatement() throws {
    let error = #expect(throws: SQLiteError.self) {
      try connection.write { try $0.execute("INSERT INTO t(i) VALUES(?)", "text") }
    }
    #expect(error?.code == .constraint)
    #expect(error?.extendedCode == 3091)
    #expect(error?.message.contains("cannot store TEXT value in INTEGER column") == true)
    #expect(error?.sql == "INSERT INTO t(i) VALUES(?)")
    let missing = #expect(throws: SQLiteError.self) {
      try connection.write { try $0.execute("INSERT INTO t(i, r) VALUES(?,?)", 1) }
    }
    #expect(missing?.code == .range)
  }

  @Test func aTransactionInATransactionIsRefused() throws {
    try connection.write { outer in
      try outer.execute("INSERT INTO t(i) VALUES(1)")
      #expect(throws: SQLiteError.self) { try connection.read { _ in } }
    }
  }

  @Test func theSameStatementCanRunWithinItself() throws {
    try connection.write { transaction in
      for number in 1...3 { try transaction.execute("INSERT INTO t(i) VALUES(?)", number) }
      var pairs = 0
      try transaction.forEachRow("SELECT i FROM t") { _ in
        try transaction.forEachRow("SELECT i FROM t") { _ in
          pairs += 1
          return true
        }
        return true
      }
      #expect(pairs == 9)
    }
  }

  @Test func aReadOnlyConnectionReadsButNeverWrites() throws {
    try connection.write { try $0.execute("INSERT INTO t(i) VALUES(7)") }
    let reader = try Connection(path: directory.database, mode: .readOnly)
    #expect(try reader.read { try $0.first("SELECT i FROM t") { $0[0] as Int64 } } == 7)
    let error = #expect(throws: SQLiteError.self) {
      try reader.write { try $0.execute("DELETE FROM t") }
    }
    #expect(error?.code == .readOnly)
  }

  @Test func aSnapshotDoesNotMove() throws {
    let reader = try Connection(path: directory.database, mode: .readOnly)
    try reader.read { transaction in
      #expect(try transaction.first("SELECT count(*) FROM t") { $0[0] as Int64 } == 0)
      try connection.write { try $0.execute("INSERT INTO t(i) VALUES(1)") }
      #expect(try transaction.first("SELECT count(*) FROM t") { $0[0] as Int64 } == 0)
    }
    #expect(try reader.read { try $0.first("SELECT count(*) FROM t") { $0[0] as Int64 } } == 1)
  }

  @Test func theBusyHandlerDecidesHowLongToWait() throws {
    var attempts: [Int] = []
    let second = try Connection(
      path: directory.database, mode: .readWrite,
      busy: BusyHandler {
        attempts.append($0)
        return attempts.count < 4
      })
    try connection.write { transaction in
      try transaction.execute("INSERT INTO t(i) VALUES(1)")
      let error = #expect(throws: SQLiteError.self) { try second.write { _ in } }
      #expect(error?.code == .busy)
    }
    #expect(attempts == [0, 1, 2, 3])
    try second.write { _ in }
  }

  @Test func aClosedConnectionSaysSo() throws {
    connection.close()
    connection.close()
    connection.interrupter.interrupt()
    let error = #expect(throws: SQLiteError.self) { try connection.read { _ in } }
    #expect(error?.code == .misuse)
  }

  @Test func aFileThatIsNoDatabaseIsCorruption() throws {
    let path = "\(directory.path)/b.db"
    try write([UInt8](repeating: 0x41, count: 8192), to: path)
    let error = #expect(throws: SQLiteError.self) { try Connection(path: path, mode: .readOnly) }
    #expect(error?.code == .notADatabase)
    #expect(throws: SQLiteError.self) { try Connection(path: "\(directory.path)/none.db", mode: .readWrite) }
  }

  private func count() throws -> Int64? {
    try connection.read { try $0.first("SELECT count(*) FROM t") { $0[0] as Int64 } }
  }
}
