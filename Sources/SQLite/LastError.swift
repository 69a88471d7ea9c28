internal import CSQLite
internal import Platform

/// Why the call of SQLite that has just failed did.
enum LastError {
  /// Whether a file could not be made or written for want of room. SQLite says `full` of ENOSPC only; of a quota that is
  /// used up it says that a write has failed, and has rolled back in the same way.
  ///
  /// A failed sync is never this, whatever its reason: what it leaves on disk is not known.
  static func lacksRoom(_ extendedCode: Int32, in database: OpaquePointer, isOfLog: Bool) -> Bool {
    let errno: Int32
    switch extendedCode {
    case write: errno = errnoOfWrite(in: database, isOfLog: isOfLog)
    case let code where code & 0xFF == SQLITE_CANTOPEN || sharedMemory.contains(code):
      errno = sqlite3_system_errno(database)
    default: return false
    }
    return SystemError(operation: "write", errno: errno).isFull
  }

  /// The number of the last error in the log, or in the journal that is there before there is a log; without one, that in
  /// the database file. The connection itself takes none down when a COMMIT fails.
  private static func errnoOfWrite(in database: OpaquePointer, isOfLog: Bool) -> Int32 {
    var log: UnsafeMutablePointer<sqlite3_file>?
    var errno: Int32 = 0
    if isOfLog, sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK, let log,
      let control = log.pointee.pMethods?.pointee.xFileControl,
      control(log, SQLITE_FCNTL_LAST_ERRNO, &errno) == SQLITE_OK, errno != 0
    {
      return errno
    }
    guard sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &errno) == SQLITE_OK else { return 0 }
    return errno
  }

  // Macros that Swift does not see: `SQLITE_IOERR_WRITE`, `SQLITE_IOERR_SHMOPEN` and `SQLITE_IOERR_SHMSIZE`.
  private static let write = SQLITE_IOERR | 3 << 8
  private static let sharedMemory = [18, 19].map { SQLITE_IOERR | $0 << 8 }
}
