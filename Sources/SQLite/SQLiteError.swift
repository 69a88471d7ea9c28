internal import CSQLite

/// A call of SQLite that failed.
///
/// It never holds the values that were bound, so it can be shown and logged.
public struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of failure it is. A quota that is used up is `full`, like a disk without room.
  public let code: Code
  /// The library's extended result code, which tells e.g. a failed sync (1034) from a failed read (266).
  public let extendedCode: Int32
  /// The library's message.
  public let message: String
  /// The statement that failed, or what was being done when there was none.
  public let sql: String

  /// Makes an error of the library's extended code.
  public init(extendedCode: Int32, message: String, sql: String) {
    self.init(extendedCode: extendedCode, code: Code(rawValue: extendedCode & 0xFF), message: message, sql: sql)
  }

  private init(extendedCode: Int32, code: Code, message: String, sql: String) {
    self.code = code
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
  }

  /// The error that a call has just left. A transaction writes into the log, a checkpoint into the database file.
  init(_ extendedCode: Int32, in database: OpaquePointer?, sql: String, isOfLog: Bool = true) {
    let text = database.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(extendedCode)
    let lacksRoom = database.map { LastError.lacksRoom(extendedCode, in: $0, isOfLog: isOfLog) } ?? false
    self.init(
      extendedCode: extendedCode, code: lacksRoom ? .full : Code(rawValue: extendedCode & 0xFF),
      message: text.map { String(cString: $0) } ?? "error \(extendedCode)", sql: sql)
  }

  /// Code, message and statement in one line.
  public var description: String { "sqlite error \(extendedCode): \(message) [\(sql)]" }
}

extension SQLiteError {
  /// A primary result code of SQLite.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The number in `sqlite3.h`.
    public let rawValue: Int32

    /// The code of that number.
    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// Another connection holds a lock that this one needs.
    public static let busy = Code(rawValue: SQLITE_BUSY)
    /// A table is locked within this process.
    public static let locked = Code(rawValue: SQLITE_LOCKED)
    /// Memory ran out.
    public static let outOfMemory = Code(rawValue: SQLITE_NOMEM)
    /// The file or the connection cannot be written; also a read-only connection that meets a hot journal.
    public static let readOnly = Code(rawValue: SQLITE_READONLY)
    /// The statement was interrupted.
    public static let interrupted = Code(rawValue: SQLITE_INTERRUPT)
    /// Reading, writing or syncing a file failed.
    public static let inputOutput = Code(rawValue: SQLITE_IOERR)
    /// The file is damaged.
    public static let corrupt = Code(rawValue: SQLITE_CORRUPT)
    /// The disk is full.
    public static let full = Code(rawValue: SQLITE_FULL)
    /// The file cannot be opened.
    public static let cannotOpen = Code(rawValue: SQLITE_CANTOPEN)
    /// A constraint of the schema refused a row.
    public static let constraint = Code(rawValue: SQLITE_CONSTRAINT)
    /// The library was called in a way that it does not allow, e.g. a transaction within a transaction.
    public static let misuse = Code(rawValue: SQLITE_MISUSE)
    /// A parameter is missing or there are too many.
    public static let range = Code(rawValue: SQLITE_RANGE)
    /// The file is no database.
    public static let notADatabase = Code(rawValue: SQLITE_NOTADB)
  }
}
