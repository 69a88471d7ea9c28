internal import CSQLite

/// How far a commit goes before it returns.
public enum Synchronous: String, Sendable {
  /// In a write-ahead log: written, not synced; it survives the death of the process.
  case normal = "NORMAL"
  /// Synced before it becomes visible: it survives a power cut, and so does every commit before it.
  case full = "FULL"
}

/// What a checkpoint did. A passive one succeeds also when readers kept it from doing anything: compare the counts.
public struct Checkpoint: Sendable, Equatable {
  /// How a checkpoint treats others.
  public enum Mode: Sendable {
    /// Copies what no reader needs, waits for nobody.
    case passive
    /// Waits for readers (as long as the busy handler says) and empties the log.
    case truncate
  }

  /// Frames in the log; 0 when there is no log.
  public let frames: Int
  /// Frames of it that are in the database file now.
  public let copied: Int
  /// Whether somebody's lock kept it from finishing.
  public let wasBusy: Bool

  /// Whether everything in the log is in the database file.
  public var isComplete: Bool { !wasBusy && frames == copied }
}

/// What one connection has written into its write-ahead log.
struct LogCount {
  /// Frames in the log after its last commit.
  var frames = 0
  /// Its commits that wrote frames.
  var commits = 0
}

extension Connection {
  /// Sets how far the following commits go. Must stand outside a transaction.
  public func setSynchronous(_ level: Synchronous) throws {
    guard self.level != level else { return }
    self.level = nil
    try pragma("synchronous=\(level.rawValue)")
    self.level = level
  }

  /// Runs `body` in one transaction that is on disk when this returns, with everything that was committed before it.
  ///
  /// `synchronous=FULL` alone does not do that: a transaction that leaves every page as it was writes nothing into the
  /// log, and then SQLite syncs nothing, although earlier commits may still wait for a sync.
  ///
  /// - Throws: what ``write(_:)`` and ``syncWriteAheadLog()`` throw.
  @discardableResult
  public func writeDurably<Result>(_ body: (borrowing Transaction<WriteAccess>) throws -> Result) throws -> Result {
    try setSynchronous(.full)
    let commits = log.pointee.commits
    let result = try write(body)
    if log.pointee.commits == commits { try syncWriteAheadLog() }
    return result
  }

  /// Syncs the write-ahead log: everything committed so far survives a power cut when this returns.
  ///
  /// - Throws: ``SQLiteError`` with `inputOutput`, after which the connection must be abandoned: the next sync may
  ///   claim success.
  public func syncWriteAheadLog() throws {
    try checkOpen()
    var file: UnsafeMutablePointer<sqlite3_file>?
    let rc = sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file)
    guard rc == SQLITE_OK else { throw SQLiteError(rc, in: handle, sql: "find the write-ahead log") }
    // Without methods the log was never opened: nothing has been committed into it.
    guard let file, let sync = file.pointee.pMethods?.pointee.xSync else { return }
    let result = sync(file, SQLITE_SYNC_NORMAL)
    guard result == SQLITE_OK else { throw SQLiteError(result, in: nil, sql: "sync the write-ahead log") }
  }

  /// Copies frames of the log into the database file and syncs it. Only for the one connection that writes.
  public func checkpoint(_ mode: Checkpoint.Mode) throws -> Checkpoint {
    try checkOpen()
    var frames: Int32 = 0
    var copied: Int32 = 0
    let number = mode == .passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE
    let rc = sqlite3_wal_checkpoint_v2(handle, "main", number, &frames, &copied)
    let primary = rc & 0xFF
    guard primary == SQLITE_OK || primary == SQLITE_BUSY || primary == SQLITE_LOCKED else {
      throw SQLiteError(rc, in: handle, sql: "checkpoint", isOfLog: false)
    }
    return Checkpoint(frames: max(0, Int(frames)), copied: max(0, Int(copied)), wasBusy: rc != SQLITE_OK)
  }

  /// Frames in the log after the last commit of this connection; it begins again at the front when all were copied.
  public var writeAheadLogFrames: Int { log.pointee.frames }

  func countFrames() {
    sqlite3_wal_hook(
      handle,
      { context, _, _, frames in
        let log = context?.assumingMemoryBound(to: LogCount.self)
        log?.pointee.frames = Int(frames)
        log?.pointee.commits += 1
        return SQLITE_OK
      }, log)
  }
}
