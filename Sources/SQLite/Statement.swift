internal import CSQLite

/// A prepared statement of one connection. Use it only inside the `read` or `write` closure it was obtained in.
public final class Statement {
  let handle: OpaquePointer
  let sql: String
  /// Whether its rows are being read at the moment.
  var isRunning = false

  init(_ sql: String, in database: OpaquePointer) throws {
    var sql = sql
    var handle: OpaquePointer?
    let rc = sql.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) {
        sqlite3_prepare_v3(database, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
      }
    }
    guard rc == SQLITE_OK else { throw SQLiteError(rc, in: database, sql: sql) }
    guard let handle else { throw SQLiteError(SQLITE_MISUSE, in: nil, sql: "empty statement") }
    self.handle = handle
    self.sql = sql
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Runs the statement to its end with these parameters and forgets its rows.
  ///
  /// - Throws: ``SQLiteError``; `range` when the number of parameters is not that of the statement.
  public func run<each Parameter: Bindable>(_ parameters: repeat each Parameter) throws {
    try bind(repeat each parameters)
    try forEachRow { _ in true }
  }

  func bind<each Parameter: Bindable>(_ parameters: repeat each Parameter) throws {
    var index: Int32 = 0
    for parameter in repeat each parameters {
      index += 1
      try parameter.bind(to: self, at: index)
    }
    try checkCount(index)
  }

  func bind(_ parameters: [any Bindable]) throws {
    var index: Int32 = 0
    for parameter in parameters {
      index += 1
      try parameter.bind(to: self, at: index)
    }
    try checkCount(index)
  }

  /// Steps through the rows until `body` returns false. The statement is reset in any case, so it holds neither a
  /// snapshot nor the parameters (which may be large) afterwards.
  func forEachRow(_ body: (borrowing Row) throws -> Bool) throws {
    isRunning = true
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
      isRunning = false
    }
    while true {
      let rc = sqlite3_step(handle)
      switch rc {
      case SQLITE_ROW: guard try body(Row(handle: handle)) else { return }
      case SQLITE_DONE: return
      default: throw SQLiteError(rc, in: sqlite3_db_handle(handle), sql: sql)
      }
    }
  }

  private func checkCount(_ count: Int32) throws {
    guard count == sqlite3_bind_parameter_count(handle) else { throw SQLiteError(SQLITE_RANGE, in: nil, sql: sql) }
  }

  func check(_ rc: Int32) throws {
    guard rc == SQLITE_OK else { throw SQLiteError(rc, in: sqlite3_db_handle(handle), sql: sql) }
  }
}
