internal import CSQLite

/// One connection to one database file, used by one thread at a time.
///
/// ```swift
/// let connection = try Connection(path: "notes.db", mode: .create)
/// try connection.pragma("journal_mode=WAL")
/// try connection.write { transaction in
///   try transaction.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
///   try transaction.execute("INSERT INTO note(text) VALUES(?)", "the first")
/// }
/// let texts = try connection.read { transaction in
///   try transaction.rows("SELECT text FROM note WHERE id > ?", 0) { row in row[0] as String }
/// }
/// connection.close()
/// ```
///
/// A write-ahead log grows until it is copied: that happens in ``checkpoint(_:)`` and ``close()``, never by itself.
/// Whatever fails is thrown as ``SQLiteError``.
///
/// Statements run only inside ``read(_:)`` and ``write(_:)``. The rules that keep a database whole with SQLite 3.40
/// (its WAL-reset bug): a file has exactly one connection that writes *and* checkpoints; all others are read-only, and
/// are closed before it. While a file is open here, the process must not open it by other means: closing that
/// descriptor would drop the locks. There are no savepoints, and dirty pages are never spilled before the commit.
public final class Connection {
  /// How a file is opened.
  public enum Mode: Sendable {
    /// Reads only. Such a connection can never checkpoint.
    case readOnly
    /// Reads and writes an existing file.
    case readWrite
    /// Reads and writes; a missing file is made. Its mode is that of the process's umask: see ``DatabaseFile``.
    case create
  }

  /// Ends the running statement from another thread.
  public let interrupter: Interrupter
  /// The path it was opened with.
  public let path: String
  /// The mode it was opened in.
  public let mode: Mode

  let handle: OpaquePointer
  /// Written by the library's callback.
  let log: UnsafeMutablePointer<LogCount>
  var level: Synchronous?
  private var cache = StatementCache()
  private var busy: BusyHandler
  private var isOpen = true

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - vfs: the name of a registered file layer of SQLite; nil for the default one.
  ///   - cacheKiB: the page cache's limit in KiB.
  ///   - busy: see ``BusyHandler``; called while another connection holds a lock that is needed.
  /// - Throws: ``SQLiteError``; among others when the file is no database, or when a read-only connection meets a hot
  ///   journal (`readOnly`).
  public init(
    path: String, mode: Mode, vfs: String? = nil, cacheKiB: Int = 256, busy: BusyHandler = .timeout(milliseconds: 5000)
  ) throws {
    try Library.configure()
    let access =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    var opened: OpaquePointer?
    let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let rc = sqlite3_open_v2(path, &opened, flags, vfs)
    guard rc == SQLITE_OK, let handle = opened else {
      let error = SQLiteError(rc, in: opened, sql: "open \(path)")
      sqlite3_close(opened)
      throw error
    }
    self.handle = handle
    self.path = path
    self.mode = mode
    self.busy = busy
    interrupter = Interrupter(handle)
    log = .allocate(capacity: 1)
    log.initialize(to: LogCount())
    busy.install(on: handle)
    try pragma("cache_size=-\(cacheKiB)")
    try pragma("cache_spill=OFF")
    try pragma("mmap_size=0")
    if mode == .readOnly {
      csqlite_set_checkpoint_on_close(handle, 0)
    } else {
      try pragma("wal_autocheckpoint=0")
      countFrames()
    }
  }

  /// Dropped without ``close()``, a connection leaves the files as a killed process would.
  deinit {
    abandon()
    log.deallocate()
  }

  /// Closes the file; any other call afterwards fails with `misuse`. Closing twice is allowed.
  ///
  /// The last connection of a write-ahead log that may write also checkpoints and removes the log.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    interrupter.disarm()
    cache.removeAll()
    sqlite3_close_v2(handle)
  }

  /// Closes without touching the files: for a connection that met an I/O error, after which nothing may be written.
  public func abandon() {
    if isOpen { csqlite_set_checkpoint_on_close(handle, 0) }
    close()
  }

  /// Runs `body` on one consistent snapshot.
  ///
  /// - Throws: ``SQLiteError``, and whatever `body` throws.
  public func read<Result>(_ body: (borrowing Transaction<ReadAccess>) throws -> Result) throws -> Result {
    try transaction("BEGIN") { try body(Transaction<ReadAccess>(connection: self)) }
  }

  /// Runs `body` in one transaction that holds the write lock from its beginning; it is committed when `body` returns
  /// and rolled back when it throws.
  ///
  /// - Throws: ``SQLiteError``, and whatever `body` throws. After `inputOutput` nothing is known about what is on disk,
  ///   although a later commit may answer that all is well: abandon the connection.
  @discardableResult
  public func write<Result>(_ body: (borrowing Transaction<WriteAccess>) throws -> Result) throws -> Result {
    try transaction("BEGIN IMMEDIATE") { try body(Transaction<WriteAccess>(connection: self)) }
  }

  /// Runs one PRAGMA, given without that word, and returns the first column of its answer; nil when it gives none.
  @discardableResult
  public func pragma(_ text: String) throws -> String? {
    // Never cached: some take effect when prepared.
    try single("PRAGMA \(text)")
  }

  /// Replaces how long the connection waits for locks from now on.
  public func setBusyHandler(_ handler: BusyHandler) {
    guard isOpen else { return }
    handler.install(on: handle)
    busy = handler
  }

  func statement(_ sql: String) throws -> Statement {
    try checkOpen()
    return try cache.statement(sql, in: handle)
  }

  func checkOpen() throws {
    guard isOpen else { throw SQLiteError(SQLITE_MISUSE, in: nil, sql: "connection to \(path) is closed") }
  }

  private func transaction<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
    try statement(begin).run()
    do {
      let result = try body()
      try statement("COMMIT").run()
      return result
    } catch {
      // Some errors (a full disk, an I/O error) have rolled back already.
      if sqlite3_get_autocommit(handle) == 0 { try? statement("ROLLBACK").run() }
      throw error
    }
  }

  private func single(_ sql: String) throws -> String? {
    try checkOpen()
    var answer: String?
    try Statement(sql, in: handle).forEachRow { row in
      answer = row[0]
      return false
    }
    return answer
  }
}
