/// The prepared statements of one connection by their text.
struct StatementCache {
  /// A program has a bounded number of statements; the cap is for the few that are composed at run time.
  static let capacity = 96

  private var statements: [String: Statement] = [:]

  /// The statement of that text, ready to be bound. One whose rows are being read is not handed out again.
  mutating func statement(_ sql: String, in database: OpaquePointer) throws -> Statement {
    if let statement = statements[sql] {
      return statement.isRunning ? try Statement(sql, in: database) : statement
    }
    if statements.count >= Self.capacity {
      statements = statements.filter { $0.value.isRunning }
    }
    let statement = try Statement(sql, in: database)
    statements[sql] = statement
    return statement
  }

  mutating func removeAll() {
    statements = [:]
  }
}
