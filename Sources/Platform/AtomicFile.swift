/// Writes whole files so that a reader, and a power cut, sees the old content or the new one and nothing between.
public enum AtomicFile {
  /// Replaces the content of `path`, on disk when it returns: temporary file beside it, sync, rename, sync of the
  /// directory.
  ///
  /// A path has one writer at a time: the name of the temporary file is `path` with `.tmp`, and one that an
  /// interrupted write left behind is replaced. When it throws, the old content is still there, unless it was the last
  /// sync that failed.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600, name: SyncName = .atomicFile,
    layer: any FileLayer = SystemFiles()
  ) throws(SystemError) {
    let temporary = path + ".tmp"
    try layer.remove(temporary)
    do throws(SystemError) {
      let file = try layer.create(temporary, mode: mode)
      try layer.write(bytes, to: file, temporary)
      try layer.sync(file, temporary, name)
      try layer.rename(temporary, to: path)
    } catch {
      try? layer.remove(temporary)
      throw error
    }
    try layer.syncDirectory(parent(of: path), name)
  }

  /// The directory that holds `path`.
  static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 47) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension SyncName {
  /// The syncs of a file that has no name of its own.
  public static let atomicFile = SyncName("atomic-file")
}
