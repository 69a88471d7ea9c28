internal import Platform
internal import SQLite

/// The one writer of a session's journal, confined to one thread.
///
/// A commit is one transaction; a FULL one is on disk when it returns, and with it everything committed before. Nothing
/// is retried: after an I/O error or damage every later call throws ``JournalError/failed(path:reason:)``. A full disk is
/// neither: the transaction is rolled back before anything was synced, and the same call may be made again.
/// Only this connection writes and checkpoints; readers are closed before it.
public final class JournalWriter {
  /// The sequence of the last event; 0 when there is none.
  public var head: Int64 { appender.tail.head }
  /// The time of the last event, in nanoseconds since 1970 UTC; 0 when there is none.
  public var lastTime: Int64 { appender.tail.time }
  /// The hash of the last event; 32 zero bytes when there is none. It may leave the journal only when the head is
  /// durable.
  public var hashHead: [UInt8] { appender.tail.hash }
  /// The sequence up to which events are on disk.
  public private(set) var durableSequence: Int64
  /// Whether something was committed that is not known to be on disk.
  public private(set) var unsynced = false
  /// The journal epochs in ascending order; the last one is that of the next event.
  public let journalEpochs: [JournalEpochRow]
  /// Whether the last power cut has no event yet: the recovery marker is still to be appended.
  public var lacksRecoveryMarker: Bool {
    journalEpochs.count > 1 && (journalEpochs.last?.firstSequence ?? 0) > head
  }

  let path: String
  let connection: Connection
  private let bootID: String
  private var appender: EventAppender
  private var failure: String?
  private var isClosed = false
  private let gate: ReadGate

  init(path: String, connection: Connection, bootID: String, clock: any Clock) throws {
    self.path = path
    self.connection = connection
    self.bootID = bootID
    let (appender, epochs) = try connection.read { transaction in
      (try EventAppender(in: transaction), try [JournalEpochRow].read(in: transaction))
    }
    self.appender = appender
    journalEpochs = epochs
    durableSequence = appender.tail.head
    gate = ReadGate.begin(path, clock: clock)
  }

  deinit {
    gate.end()
  }

  /// Every table but the event log: the input of the fold.
  ///
  /// - Throws: ``JournalError``.
  public func contents() throws -> JournalContents {
    try perform { try connection.read { try JournalContents.read(in: $0, path: path) } }
  }

  /// Applies the changes in order in one transaction. When it throws, none of them was applied, except after
  /// ``JournalError/failed(path:reason:)``, when it is unknown.
  ///
  /// An empty FULL commit makes what was committed before durable.
  ///
  /// - Throws: ``JournalError``; `sequenceGap` and `timeDecreased` for events that do not follow.
  public func commit(_ changes: [JournalChange], durability: Durability) throws {
    try checkUsable()
    if changes.isEmpty, durability == .normal || !unsynced { return }
    try checkOrder(changes)
    let tail = appender.tail
    do {
      try perform {
        try write(durability) { transaction in
          for change in changes {
            if case .event(let row) = change {
              try appender.append(row, epoch: journalEpochs.last?.number ?? 0, in: transaction)
            } else {
              try change.apply(in: transaction)
            }
          }
          if changes.isEmpty { try state(isOpen: true).write(in: transaction) }
          FaultPoint.hit("journal.commit.before")
        }
      }
    } catch {
      appender.rollBack(to: tail)
      throw error
    }
    appender.commit()
    FaultPoint.hit("journal.commit.after")
    if durability == .full {
      didSync()
    } else {
      unsynced = true
    }
  }

  /// Writes down what is durable and syncs it. Costs nothing when nothing was committed since the last sync.
  ///
  /// - Returns: the sequence up to which events are on disk now.
  /// - Throws: ``JournalError``.
  public func tick() throws -> Int64 {
    try checkUsable()
    guard unsynced else { return durableSequence }
    try writeState(isOpen: true, before: "journal.tick.before", after: "journal.tick.after")
    return durableSequence
  }

  /// Copies the log into the database file when it has grown enough, as far as readers allow. Waits for nobody, however
  /// long the log is: see ``LogGate``.
  ///
  /// - Throws: ``JournalError``.
  public func checkpointIfNeeded() throws {
    try checkUsable()
    try gate.grew(to: connection.writeAheadLogFrames * Self.frameBytes) { try checkpoint() }
  }

  /// What is called, on any thread, when reads have kept the log from being copied, others wait for them, and they have
  /// ended: ``checkpointIfNeeded()`` is due on the writer's thread.
  public func whenReadsEnded(_ body: @escaping @Sendable () -> Void) {
    gate.setWhenReadsEnded(body)
  }

  /// The length of the log when it is far too long because another program holds it, such as an open `sqlite3` shell.
  public var heldLogBytes: Int? { gate.reportedBytes }

  /// Copies the log into the database file as far as readers allow; answers how many bytes are left.
  @discardableResult
  func checkpoint() throws -> Int {
    FaultPoint.hit("journal.checkpoint.before")
    let result = try perform { try connection.checkpoint(.passive) }
    FaultPoint.hit("journal.checkpoint.after")
    return (result.frames - result.copied) * Self.frameBytes
  }

  /// Records the clean close on disk, then tries to leave WAL so that a plain file remains: somebody's open shell may
  /// forbid that, and the next close tries again. The writer cannot be used afterwards, whether it throws or not; only
  /// after `full` it is open as before.
  ///
  /// - Throws: ``JournalError`` when the clean close could not be recorded.
  public func close() throws {
    guard !isClosed else { return }
    do {
      try writeState(isOpen: false, before: "journal.close.before", after: "journal.close.after")
    } catch {
      if case JournalError.full = error { throw error }
      connection.close()
      isClosed = true
      throw error
    }
    defer {
      connection.close()
      isClosed = true
      gate.end()
    }
    connection.setBusyHandler(.none)
    do {
      if try perform({ try connection.checkpoint(.truncate) }).isComplete {
        _ = try perform { try connection.pragma("journal_mode=DELETE") }
      }
    } catch JournalError.busy, JournalError.full {
      // The clean close is recorded in the log, which stays.
      return
    }
  }

  // MARK: -

  private static let frameBytes = 4096 + 24

  private func checkOrder(_ changes: [JournalChange]) throws {
    var next = head + 1
    var time = lastTime
    for case .event(let row) in changes {
      guard row.sequence == next || BreakRule.isBroken("journal-gapless-check") else {
        throw JournalError.sequenceGap(expected: next, found: row.sequence)
      }
      guard row.time >= time else { throw JournalError.timeDecreased(sequence: row.sequence) }
      next = row.sequence + 1
      time = row.time
    }
  }

  private func write(
    _ durability: Durability, _ body: (borrowing Transaction<WriteAccess>) throws -> Void
  ) throws {
    if durability == .full, !BreakRule.isBroken("journal-full-sync") {
      try connection.writeDurably(body)
    } else {
      try connection.setSynchronous(.normal)
      try connection.write(body)
    }
  }

  private func state(isOpen: Bool) -> JournalState {
    JournalState(bootID: bootID, isOpen: isOpen, durableSequence: head)
  }

  private func writeState(isOpen: Bool, before: StaticString, after: StaticString) throws {
    try perform {
      try write(.full) { transaction in
        try state(isOpen: isOpen).write(in: transaction)
        FaultPoint.hit(before)
      }
    }
    FaultPoint.hit(after)
    didSync()
  }

  private func didSync() {
    unsynced = false
    durableSequence = head
  }

  private func checkUsable() throws {
    if let failure { throw JournalError.failed(path: path, reason: failure) }
    guard !isClosed else { throw JournalError.closed(path: path) }
  }

  /// Runs a call of the layers below and takes note of an error that ends this writer.
  private func perform<Result>(_ body: () throws -> Result) throws -> Result {
    try checkUsable()
    do {
      return try JournalError.translating(path, body)
    } catch let error as JournalError {
      guard let reason = error.isFinal, !BreakRule.isBroken("journal-errors-are-final") else { throw error }
      failure = reason
      FailedFiles.insert(path)
      connection.abandon()
      gate.end()
      if case .corrupt = error { throw error }
      throw JournalError.failed(path: path, reason: reason)
    }
  }
}

extension JournalError {
  /// The reason when nothing may be written through the same connection after this error.
  fileprivate var isFinal: String? {
    switch self {
    case .corrupt(_, let detail): detail
    case .storage(let error) where error.code == .inputOutput: error.message
    default: nil
    }
  }
}
