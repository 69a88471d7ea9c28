internal import Platform
internal import SQLite
internal import Synchronization

/// Reads a journal through a connection of its own that can neither write nor checkpoint.
///
/// Every call blocks, is one snapshot, and may come from any thread that may block; calls wait for each other. Close it
/// before the journal's writer is closed.
///
/// While the journal's writer, in the same process, has a log to copy that reads have kept from being copied, calls
/// throw ``JournalError/catchingUp(path:)``: ``whenReadable(directory:)`` tells when to try again. A read of more than a
/// quarter of a second that others wait for is `interrupted`. With a log that is longer still, calls throw
/// ``JournalError/overloaded(path:)``.
public final class JournalReader: Sendable {
  private struct Access {
    let connection: Connection
    var names = NameCache()
    var isClosed = false
  }

  private let access: Mutex<Access>
  private let interrupter: Interrupter
  private let path: String
  private let isExempt: Bool

  /// Opens the journal in a session's directory.
  ///
  /// - Parameters:
  ///   - isWriters: whether the reader is used and closed on the thread of the journal's writer, between its calls. Such a
  ///     reader waits for nobody, because it is over before the writer can copy its log.
  ///   - vfs: the name of a registered file layer of SQLite; nil for the default one.
  /// - Throws: ``JournalError``; `needsRecovery` when a killed writer left a hot journal.
  public init(directory: String, isWriters: Bool = false, vfs: String? = nil) throws {
    let path = "\(directory)/\(JournalSchema.fileName)"
    try JournalFiles.check(path, in: directory)
    let connection = try JournalError.translating(path) {
      // To open a database is to read it: SQLite looks at its schema.
      return try ReadGate.pass(path, nil, isExempt: isWriters) {
        let connection = try Connection(path: path, mode: .readOnly, vfs: vfs)
        _ = try connection.read { try JournalSchema.current.check(in: $0) }
        return connection
      }
    }
    self.path = path
    isExempt = isWriters
    interrupter = connection.interrupter
    access = Mutex(Access(connection: connection))
  }

  /// Returns when the journal in a session's directory lets reads in; at once when it does.
  public static func whenReadable(directory: String) async {
    await ReadGate.of("\(directory)/\(JournalSchema.fileName)")?.opened()
  }

  /// The events asked for, in ascending sequence.
  ///
  /// - Throws: ``JournalError``.
  public func events(_ query: EventQuery) throws -> [EventRow] {
    try read { access, transaction in try query.read(in: transaction, names: &access.names, path: path) }
  }

  /// One event, or nil when there is none of that sequence.
  ///
  /// - Throws: ``JournalError``.
  public func event(_ sequence: Int64) throws -> EventRow? {
    try read { access, transaction in
      try transaction.first(
        "SELECT sequence, turn, type, agent, ts, content FROM event_rows WHERE sequence = ?", sequence
      ) { try EventRow($0, in: transaction, names: &access.names, path: path) }
    }
  }

  /// The sequence of the last committed event; 0 when there is none.
  ///
  /// - Throws: ``JournalError``.
  public func head() throws -> Int64 {
    try read { _, transaction in
      try transaction.first("SELECT max(sequence) FROM event_rows") { $0[0] as Int64 } ?? 0
    }
  }

  /// Every table but the event log, as of one commit.
  ///
  /// - Throws: ``JournalError``.
  public func contents() throws -> JournalContents {
    try read { _, transaction in try JournalContents.read(in: transaction, path: path) }
  }

  /// The boot of the machine in which the journal was opened, ticked or closed last; nil before the first.
  ///
  /// - Throws: ``JournalError``.
  public func lastBoot() throws -> String? {
    try read { _, transaction in try JournalState.read(in: transaction)?.bootID }
  }

  /// The token usage of every turn that has one, oldest first.
  ///
  /// - Throws: ``JournalError``.
  public func usage() throws -> [UsageRow] {
    try read { _, transaction in try UsageRow.read(in: transaction, path: path) }
  }

  /// The journal epochs in ascending order, for the ids of events.
  ///
  /// - Throws: ``JournalError``.
  public func journalEpochs() throws -> [JournalEpochRow] {
    try read { _, transaction in try [JournalEpochRow].read(in: transaction) }
  }

  /// Walks the hash chain from the first event to the head and looks at the structure of the file.
  ///
  /// It reads everything, in snapshots of a few thousand events, so that it never holds up a checkpoint for long.
  ///
  /// - Throws: ``JournalError``; damage that SQLite itself notices comes as `corrupt`.
  public func verify() throws -> Verification {
    try access.withLock { access in
      guard !access.isClosed else { throw JournalError.closed(path: path) }
      return try JournalError.translating(path) {
        var walk = try ChainWalk(path: path)
        var hasMore = true
        while hasMore {
          hasMore = try ReadGate.pass(path, interrupter, isExempt: isExempt) {
            try access.connection.read { try walk.step(in: $0, names: &access.names) }
          }
        }
        return walk.result
      }
    }
  }

  /// Makes the running read, if there is one, fail with `interrupted` within milliseconds. From any thread.
  public func interrupt() {
    interrupter.interrupt()
  }

  /// Closes the file; any later call fails. Closing twice is allowed.
  public func close() {
    access.withLock { access in
      access.connection.close()
      access.isClosed = true
    }
  }

  private func read<Result: Sendable>(
    _ body: @Sendable (inout Access, borrowing Transaction<ReadAccess>) throws -> Result
  ) throws -> Result {
    try access.withLock { access in
      guard !access.isClosed else { throw JournalError.closed(path: path) }
      return try JournalError.translating(path) {
        let connection = access.connection
        return try ReadGate.pass(path, interrupter, isExempt: isExempt) {
          try connection.read { try body(&access, $0) }
        }
      }
    }
  }
}
