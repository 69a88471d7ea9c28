internal import CSQLite

/// The SQLite library of this process.
public enum Library {
  /// The library's version, e.g. `3.40.1`. Asking for it configures the library.
  public static var version: String {
    _ = configured
    return String(cString: sqlite3_libversion())
  }

  /// The result of configuring the library, which happens once, before the first connection.
  static let configured: Int32 = csqlite_configure()

  static func configure() throws {
    guard configured == SQLITE_OK else {
      throw SQLiteError(configured, in: nil, sql: "configure the library")
    }
  }
}
