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

  /// Removes a database that nobody has open, with the files beside it; one that is not there is fine.
  public static func remove(_ path: String, layer: any FileLayer = SystemFiles()) throws(SystemError) {
    for suffix in sidecars + [""] { try layer.remove(path + suffix) }
  }

  /// Gives a database that nobody has open another name, with the files beside it.
  public static func rename(
    _ path: String, to other: String, layer: any FileLayer = SystemFiles()
  ) throws(SystemError) {
    // The log goes first: the file without it would be taken for a whole database.
    for suffix in sidecars + [""] where try FileStatus.ifPresent(path + suffix, following: false) != nil {
      try layer.rename(path + suffix, to: other + suffix)
    }
  }
}
