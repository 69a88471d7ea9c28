internal import SQLite
internal import Synchronization

/// Journals whose writer failed in this process and that were not opened for writing since.
///
/// A failed sync leaves pages that the kernel calls clean although the disk does not have them. A new writer would read
/// them, append behind them, sync successfully, and lose everything in the next power cut, because a log ends at its
/// first bad frame. Copying the log into the database file writes these pages anew; then the log begins at its front.
enum FailedFiles {
  private static let paths = Mutex<Set<String>>([])

  static func insert(_ path: String) {
    paths.withLock { _ = $0.insert(path) }
  }

  /// Makes the log of such a journal trustworthy again.
  static func mend(_ path: String, through connection: Connection) throws {
    guard paths.withLock({ $0.contains(path) }) else { return }
    guard try connection.checkpoint(.truncate).isComplete else { throw JournalError.busy(path: path) }
    paths.withLock { _ = $0.remove(path) }
  }
}
