internal import CSQLite

/// The access of a `read` closure.
public enum ReadAccess {}
/// The access of a `write` closure.
public enum WriteAccess {}

/// What a `read` or `write` closure of a ``Connection`` receives: the only way to run statements.
///
/// It cannot outlive the closure. Helpers that only read take a `borrowing Transaction<some Any>`.
public struct Transaction<Access>: ~Copyable {
  let connection: Connection

  /// All rows of a query, each made into a value.
  ///
  /// - Throws: ``SQLiteError``, and whatever `transform` throws.
  public func rows<Value, each Parameter: Bindable>(
    _ sql: String, _ parameters: repeat each Parameter, transform: (borrowing Row) throws -> Value
  ) throws -> [Value] {
    var values: [Value] = []
    try forEachRow(sql, repeat each parameters) { row in
      values.append(try transform(row))
      return true
    }
    return values
  }

  /// The first row of a query made into a value, or nil when there is none.
  public func first<Value, each Parameter: Bindable>(
    _ sql: String, _ parameters: repeat each Parameter, transform: (borrowing Row) throws -> Value
  ) throws -> Value? {
    var value: Value?
    try forEachRow(sql, repeat each parameters) { row in
      value = try transform(row)
      return false
    }
    return value
  }

  /// Hands the rows of a query to `body`, one at a time, until it returns false.
  public func forEachRow<each Parameter: Bindable>(
    _ sql: String, _ parameters: repeat each Parameter, body: (borrowing Row) throws -> Bool
  ) throws {
    let statement = try connection.statement(sql)
    try statement.bind(repeat each parameters)
    try statement.forEachRow(body)
  }

  /// Hands the rows of a query whose number of parameters is known only at run time to `body`, until it returns false.
  public func forEachRow(
    _ sql: String, parameters: [any Bindable], body: (borrowing Row) throws -> Bool
  ) throws {
    let statement = try connection.statement(sql)
    try statement.bind(parameters)
    try statement.forEachRow(body)
  }
}

extension Transaction where Access == WriteAccess {
  /// Runs one statement that changes rows.
  ///
  /// - Returns: the number of rows changed.
  /// - Throws: ``SQLiteError``; the transaction is rolled back when the error leaves the `write` closure.
  @discardableResult
  public func execute<each Parameter: Bindable>(_ sql: String, _ parameters: repeat each Parameter) throws -> Int {
    try connection.statement(sql).run(repeat each parameters)
    return Int(sqlite3_changes64(connection.handle))
  }

  /// The cached statement of that text, for a loop that runs it often. It must not leave the closure.
  public func statement(_ sql: String) throws -> Statement {
    try connection.statement(sql)
  }
}
