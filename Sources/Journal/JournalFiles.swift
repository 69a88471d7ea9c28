internal import Platform
internal import SQLite

/// What lies where a journal and the files beside it belong.
enum JournalFiles {
  /// Looks before SQLite opens anything, because of what SQLite would do with anything else than files of its own: wait
  /// at a pipe for somebody at its other end, write through a link to where it leads, and remove the log of a database
  /// that has become empty, with everything that can still be recovered. Nothing is opened here: to close it again would
  /// drop the locks of a connection in this process.
  ///
  /// - Throws: `missing` when there is no journal, `corrupt` when something else lies there.
  static func check(_ path: String, in directory: String) throws(JournalError) {
    guard let place = try status(directory) else { throw .missing(path: path) }
    guard place.kind == .directory else { throw damaged(path, "its directory is \(place.kind.text)") }
    guard let file = try status(path) else { throw .missing(path: path) }
    guard file.kind == .file else { throw damaged(path, "it is \(file.kind.text)") }
    for suffix in DatabaseFile.sidecars {
      guard let beside = try status(path + suffix) else { continue }
      guard beside.kind == .file else { throw damaged(path, "its \(suffix) is \(beside.kind.text)") }
      if file.size == 0, beside.size > 0, suffix == "-wal" { throw damaged(path, "it is empty, and has a log") }
    }
  }

  private static func status(_ path: String) throws(JournalError) -> FileStatus? {
    do {
      return try FileStatus.ifPresent(path, following: false)
    } catch {
      throw .system(error)
    }
  }

  private static func damaged(_ path: String, _ detail: String) -> JournalError {
    .corrupt(path: path, detail: detail)
  }
}
