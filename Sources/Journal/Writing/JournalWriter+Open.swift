internal import Glibc
public import Platform
internal import SQLite

extension JournalWriter {
  /// How long an opening waits for somebody who reads the file, in milliseconds.
  static let busyMilliseconds = 5000

  /// Makes the journal of a new session. It is on disk, with its entry in the directory, when this returns; the
  /// directories above are the caller's.
  ///
  /// - Parameters:
  ///   - directory: the session's directory, which exists.
  ///   - clock: for `applied_at` and for deadlines.
  ///   - bootID: the boot that the machine is in.
  ///   - random: for the key of event ids.
  ///   - layer: the file layer for what is done by name.
  ///   - vfs: the name of a registered file layer of SQLite; nil for the default one.
  /// - Throws: ``JournalError``; `exists` when there is a journal already. Nothing is left behind.
  public static func create(
    directory: String, clock: any Clock, bootID: String, random: any RandomSource,
    layer: any FileLayer = SystemFiles(), vfs: String? = nil
  ) throws -> JournalWriter {
    let path = "\(directory)/\(JournalSchema.fileName)"
    do {
      try DatabaseFile.create(path, layer: layer)
    } catch {
      if error.isFull { throw JournalError.full(path: path) }
      throw error.errno == EEXIST ? JournalError.exists(path: path) : JournalError.system(error)
    }
    do {
      return try JournalError.translating(path) {
        let connection = try connect(path, clock: clock, vfs: vfs)
        try connection.pragma("page_size=4096")
        try enterWAL(connection, path: path)
        try connection.writeDurably { transaction in
          try JournalSchema.current.apply(in: transaction, at: clock.now().fixed)
          try JournalEpochRow(number: 0, firstSequence: 1, key: key(from: random)).insert(in: transaction)
          try JournalState(bootID: bootID, isOpen: true, durableSequence: 0).write(in: transaction)
          FaultPoint.hit("journal.create.before")
        }
        FaultPoint.hit("journal.create.after")
        // SQLite has synced the names with the log, but would not say that it failed.
        try layer.syncDirectory(directory, .journalDirectory)
        return try JournalWriter(path: path, connection: connection, bootID: bootID, clock: clock)
      }
    } catch {
      try? DatabaseFile.remove(path, layer: layer)
      throw error
    }
  }

  /// Opens a journal for writing: returns to WAL, migrates, and commits FULL that it is open in this boot. After a
  /// power cut (another boot, no clean close) the same commit adds a journal epoch.
  ///
  /// A journal whose end was lost, because a file of it was damaged or an older copy put back, gets a new epoch as well:
  /// its numbers are given to other events now.
  ///
  /// - Parameter shown: the last event that people may have seen; nil when that is not known. The others are those of
  ///   ``create(directory:clock:bootID:random:layer:vfs:)``.
  ///
  /// - Throws: ``JournalError``; `busy` when somebody reads the file for 5 s, with nothing changed.
  public static func open(
    directory: String, clock: any Clock, bootID: String, random: any RandomSource, shown: JournalPosition? = nil,
    layer: any FileLayer = SystemFiles(), vfs: String? = nil
  ) throws -> JournalWriter {
    let path = "\(directory)/\(JournalSchema.fileName)"
    try JournalFiles.check(path, in: directory)
    return try JournalError.translating(path) {
      let connection = try connect(path, clock: clock, vfs: vfs)
      _ = try connection.read { try JournalSchema.current.check(in: $0) }
      try enterWAL(connection, path: path)
      try FailedFiles.mend(path, through: connection)
      let record = { (transaction: borrowing Transaction<WriteAccess>) in
        try JournalSchema.current.apply(in: transaction, at: clock.now().fixed)
        try recordOpening(in: transaction, bootID: bootID, random: random, shown: shown)
        FaultPoint.hit("journal.open.before")
      }
      if BreakRule.isBroken("journal-open-sync") {
        try connection.setSynchronous(.normal)
        try connection.write(record)
      } else {
        try connection.writeDurably(record)
      }
      FaultPoint.hit("journal.open.after")
      // The log may be a new file. SQLite syncs its name as well, but would not say that it failed.
      try layer.syncDirectory(directory, .journalDirectory)
      return try JournalWriter(path: path, connection: connection, bootID: bootID, clock: clock)
    }
  }

  /// Puts right what a killed writer left in the middle of a change, so that readers can open the journal. Nothing else
  /// changes. Not while there is a writer.
  ///
  /// - Throws: ``JournalError``.
  public static func recover(directory: String) throws {
    let path = "\(directory)/\(JournalSchema.fileName)"
    try JournalFiles.check(path, in: directory)
    try JournalError.translating(path) {
      let connection = try Connection(path: path, mode: .readWrite)
      defer { connection.close() }
      // SQLite rolls back, or recovers the log, at the first read.
      try connection.pragma("schema_version")
    }
  }

  // MARK: -

  private static func connect(_ path: String, clock: any Clock, vfs: String?) throws -> Connection {
    let busy = BusyHandler.timeout(milliseconds: busyMilliseconds, now: { clock.boot().nanoseconds })
    let connection = try Connection(path: path, mode: .readWrite, vfs: vfs, busy: busy)
    // A log that another program held for long gives its space back when it begins again.
    try connection.pragma("journal_size_limit=\(LogGate.Limits().reports)")
    return connection
  }

  private static func enterWAL(_ connection: Connection, path: String) throws {
    guard try connection.pragma("journal_mode=WAL") == "wal" else { throw JournalError.busy(path: path) }
  }

  private static func recordOpening(
    in transaction: borrowing Transaction<WriteAccess>, bootID: String, random: any RandomSource,
    shown: JournalPosition?
  ) throws {
    let head = try transaction.first("SELECT max(sequence) FROM event_rows") { $0[0] as Int64 } ?? 0
    let state = try JournalState.read(in: transaction)
    let epochs = try [JournalEpochRow].read(in: transaction)
    let last = epochs.last?.number ?? -1
    let isCut = state.map { $0.isOpen && $0.bootID != bootID } ?? false
    let isShort = shown.map { $0 > JournalPosition(epoch: last, sequence: head) } ?? false
    if isCut || isShort, !BreakRule.isBroken("journal-power-cut-epoch") {
      let number = max(last, shown?.epoch ?? 0) + 1
      try JournalEpochRow(number: number, firstSequence: head + 1, key: key(from: random)).insert(in: transaction)
    }
    if !BreakRule.isBroken("journal-open-record") {
      try JournalState(bootID: bootID, isOpen: true, durableSequence: head).write(in: transaction)
    }
  }

  private static func key(from random: any RandomSource) -> Int64 {
    random.bytes(8).reduce(0) { $0 << 8 | Int64($1) }
  }
}

extension SyncName {
  /// The entries of a journal and its log in the session's directory.
  public static let journalDirectory = SyncName("journal-directory")
}
