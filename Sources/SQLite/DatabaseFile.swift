public import Platform

/// A database as files in a directory: made and removed while no connection has it open.
public enum DatabaseFile {
  /// The endings of the files that lie beside a database at one time or another.
  public static let sidecars = ["-wal", "-shm", "-journal"]

  /// Makes an empty file that only its owner may use, whatever the mask of the process is. SQLite gives the files
  /// beside it the same mode.
  ///
  /// - Throws: `SystemError`; EEXIST when there is one already.
  public static func create(_ path: String, layer: any FileLayer = SystemFiles()) throws(SystemError) {
    try layer.create(path, mode: 0o600).close()
  }

  /// The bytes that a database takes up with the files beside it; 0 when there is none.
  ///
  /// - Throws: `SystemError` when one of them cannot be looked at.
  public static func size(of path: String) throws(SystemError) -> Int64 {
    var sum: Int64 = 0
    for suffix in [""] + sidecars { sum += try FileStatus.ifPresent(path + suffix)?.size ?? 0 }
    return sum
  }

  /// Removes a database that nobody has open, with the files beside it; one that is not there is fine.
  public static func remove(_ path: String, layer: any FileLayer = SystemFiles()) throws(SystemError) {
    for suffix in sidecars + [""] { try layer.remove(path + suffix) }
  }

  /// Gives a database that nobody has open another name in the same directory, with the files beside it; on disk when it
  /// returns. Whenever it is interrupted, nothing under the old name can be taken for a whole database.
  public static func rename(
    _ path: String, to other: String, in directory: String, name: SyncName, layer: any FileLayer = SystemFiles()
  ) throws(SystemError) {
    // The database goes first, for certain: without its log it would be taken for an older state of itself, while
    // SQLite removes a log without a database.
    for suffixes in [[""], sidecars] {
      for suffix in suffixes where try FileStatus.ifPresent(path + suffix, following: false) != nil {
        try layer.rename(path + suffix, to: other + suffix)
      }
      try layer.syncDirectory(directory, name)
    }
  }
}
