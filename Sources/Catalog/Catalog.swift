public import Platform
internal import SQLite
internal import Synchronization

/// The catalog of a home, `agh.db`: projections of the sessions, and the workspaces.
///
/// Every call runs on the blocking threads it was opened with, never on the caller's. A change is on disk when its call
/// returns. Nothing here is the only copy of anything: a lost catalog is rebuilt from the journals and the workspaces'
/// identity files, and ``rebuildReason()`` says when that is due.
public final class Catalog: Sendable {
  private struct Writer {
    let connection: Connection
    var failure: String?
    var copiedFrames = 0
    var isClosed = false
  }

  private struct Reader {
    let connection: Connection
    var isClosed = false
  }

  private let path: String
  private let pool: BlockingPool
  private let writer: Mutex<Writer>
  private let reader: Mutex<Reader>

  private init(path: String, pool: BlockingPool, writer: sending Connection, reader: sending Connection) {
    self.path = path
    self.pool = pool
    self.writer = Mutex(Writer(connection: writer))
    self.reader = Mutex(Reader(connection: reader))
  }

  /// Opens the catalog, or makes it; migrates it when it is older. A damaged file is put aside as
  /// `agh.db.corrupt.<time>` and replaced by an empty one that is to be rebuilt.
  ///
  /// - Parameters:
  ///   - path: the file; its directory exists.
  ///   - layer: the file layer for what is done by name.
  ///   - vfs: the name of a registered file layer of SQLite; nil for the default one.
  /// - Throws: ``CatalogError``; `newer` when a newer agh wrote it, with nothing changed.
  public static func open(
    path: String, clock: any Clock, pool: BlockingPool, layer: any FileLayer = SystemFiles(), vfs: String? = nil
  ) async throws -> Catalog {
    try await pool.run {
      let writer = try CatalogFile.open(path, clock: clock, layer: layer, vfs: vfs)
      let reader = try CatalogError.translating(path) { try Connection(path: path, mode: .readOnly, vfs: vfs) }
      return Catalog(path: path, pool: pool, writer: writer, reader: reader)
    }
  }

  /// Why the catalog is to be rebuilt; nil when it is not. It stays due, across restarts, until ``rebuildFinished()``.
  public func rebuildReason() async throws -> RebuildReason? {
    try await read { transaction in
      try transaction.first("SELECT value FROM catalog_state WHERE key = ?", CatalogFile.rebuildKey) {
        RebuildReason(text: $0[0])
      }
    }
  }

  /// Records that everything on disk is in the catalog again.
  public func rebuildFinished() async throws {
    try await write { transaction in
      _ = try transaction.execute("DELETE FROM catalog_state WHERE key = ?", CatalogFile.rebuildKey)
    }
  }

  /// The bytes that the catalog takes up on disk.
  ///
  /// - Throws: `SystemError` when its files cannot be looked at.
  public func size() async throws -> Int64 {
    try await pool.run { [path] in try DatabaseFile.size(of: path) }
  }

  /// Closes the file; any later call fails. Closing twice is allowed.
  public func close() async throws {
    try await pool.run { [self] in
      reader.withLock { reader in
        reader.connection.close()
        reader.isClosed = true
      }
      writer.withLock { writer in
        defer { writer.isClosed = true }
        if writer.failure == nil, !writer.isClosed {
          writer.connection.setBusyHandler(.none)
          _ = try? writer.connection.checkpoint(.truncate)
        }
        writer.connection.close()
      }
    }
  }

  // MARK: -

  /// Runs `body` on one snapshot of the read-only connection.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (borrowing Transaction<ReadAccess>) throws -> Result
  ) async throws -> Result {
    try await pool.run { [self] in
      try reader.withLock { reader in
        guard !reader.isClosed else { throw CatalogError.closed(path: path) }
        return try CatalogError.translating(path) { try reader.connection.read(body) }
      }
    }
  }

  /// Runs `body` in one transaction that is on disk when this returns.
  func write<Result: Sendable>(
    _ body: @escaping @Sendable (borrowing Transaction<WriteAccess>) throws -> Result
  ) async throws -> Result {
    try await pool.run { [self] in
      try writer.withLock { writer in
        guard !writer.isClosed else { throw CatalogError.closed(path: path) }
        if let failure = writer.failure { throw CatalogError.failed(path: path, reason: failure) }
        do {
          return try CatalogError.translating(path) {
            let result = try writer.connection.write { transaction in
              let result = try body(transaction)
              FaultPoint.hit("catalog.commit.before")
              return result
            }
            FaultPoint.hit("catalog.commit.after")
            try Self.checkpointIfNeeded(&writer)
            return result
          }
        } catch CatalogError.failed(let path, let reason) {
          writer.failure = reason
          writer.connection.abandon()
          throw CatalogError.failed(path: path, reason: reason)
        }
      }
    }
  }

  private static func checkpointIfNeeded(_ writer: inout Writer) throws {
    let frames = writer.connection.writeAheadLogFrames
    if frames < writer.copiedFrames { writer.copiedFrames = 0 }
    guard frames - writer.copiedFrames >= CatalogFile.checkpointFrames else { return }
    do {
      try checkpoint(&writer)
    } catch let error as SQLiteError where error.code == .full {
      // What was committed stays in the log; the next write tries to copy it again.
    }
  }

  private static func checkpoint(_ writer: inout Writer) throws {
    writer.copiedFrames = try writer.connection.checkpoint(.passive).copied
  }

  /// Copies the log into the database file, as far as readers allow.
  func checkpoint() async throws {
    try await pool.run { [self] in try writer.withLock { try Self.checkpoint(&$0) } }
  }
}
