internal import Glibc
public import Platform
internal import SQLite

/// The file `agh.db`: made, opened, put aside.
enum CatalogFile {
  /// Frames of log (4 MiB) after which a write also checkpoints.
  static let checkpointFrames = (4 << 20) / (4096 + 24)
  /// The key in `catalog_state` that says why a rebuild is due.
  static let rebuildKey = "rebuild"

  /// Opens the file for writing; a damaged one is put aside and replaced by an empty one that says so.
  static func open(_ path: String, clock: any Clock, layer: any FileLayer, vfs: String?) throws -> Connection {
    do {
      return try connect(path, clock: clock, layer: layer, vfs: vfs, reason: .created)
    } catch CatalogError.corrupt(_, let detail) {
      let aside = try quarantine(path, at: clock.now(), layer: layer)
      return try connect(path, clock: clock, layer: layer, vfs: vfs, reason: .quarantined(path: aside, detail: detail))
    }
  }

  private static func connect(
    _ path: String, clock: any Clock, layer: any FileLayer, vfs: String?, reason: RebuildReason
  ) throws -> Connection {
    try make(path, layer: layer)
    try CatalogError.translating(path) { try checkFiles(path) }
    let connection = try CatalogError.translating(path) {
      let busy = BusyHandler.timeout(milliseconds: 5000, now: { clock.boot().nanoseconds })
      let connection = try Connection(path: path, mode: .readWrite, vfs: vfs, busy: busy)
      let isEmpty = try connection.read { transaction in
        let isEmpty = try transaction.first("SELECT count(*) FROM sqlite_schema") { $0[0] as Int64 } == 0
        if !isEmpty { _ = try CatalogSchema.current.check(in: transaction) }
        return isEmpty
      }
      guard try connection.pragma("journal_mode=WAL") == "wal" else { throw CatalogError.busy(path: path) }
      // Also puts on disk what a killed daemon committed without having synced it: whoever reads it now is told of it.
      try connection.writeDurably { transaction in
        try CatalogSchema.current.apply(in: transaction, at: clock.now().fixed)
        if isEmpty {
          try transaction.execute(
            "INSERT INTO catalog_state(key, value) VALUES(?, ?)", rebuildKey, reason.text)
        }
        FaultPoint.hit("catalog.open.before")
      }
      // Damage shows itself now rather than in the middle of a request.
      try connection.read { transaction in
        _ = try WorkspaceEntry.all(in: transaction)
        _ = try SessionEntry.live(in: transaction)
      }
      return connection
    }
    // File and log may be new. SQLite syncs their names with the log, but would not say that it failed.
    try CatalogError.translating(path) { try layer.syncDirectory(directory(of: path), .catalogDirectory) }
    return connection
  }

  /// SQLite would wait at a pipe for ever, write through a link to where it leads, and take the log of a database that has
  /// become empty away: what is no file of the catalog's own is damage.
  private static func checkFiles(_ path: String) throws {
    let size = try FileStatus.of(path, following: false).size
    for suffix in [""] + DatabaseFile.sidecars {
      guard let status = try FileStatus.ifPresent(path + suffix, following: false) else { continue }
      guard status.kind == .file else {
        throw CatalogError.corrupt(path: path, detail: "\(path + suffix) is \(status.kind.text)")
      }
      guard size > 0 || status.size == 0 || suffix != "-wal" else {
        throw CatalogError.corrupt(path: path, detail: "it is empty, and has a log")
      }
    }
  }

  /// Puts a damaged file and the files beside it aside, and returns the new path.
  private static func quarantine(_ path: String, at time: WallTime, layer: any FileLayer) throws -> String {
    let aside = "\(path).corrupt.\(time.fixed.filter { $0 != "-" && $0 != ":" })"
    try CatalogError.translating(path) {
      try DatabaseFile.rename(
        path, to: aside, in: directory(of: path), name: .catalogDirectory, layer: layer)
    }
    return aside
  }

  /// Makes an empty file unless there is one.
  private static func make(_ path: String, layer: any FileLayer) throws {
    do {
      try DatabaseFile.create(path, layer: layer)
    } catch {
      guard error.errno == EEXIST else { throw CatalogError.system(error) }
    }
  }

  private static func directory(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
  }
}

extension SyncName {
  /// The entries of the catalog and its log, or of one put aside, in the home.
  public static let catalogDirectory = SyncName("catalog-directory")
}
