import Glibc

/// A directory of one test, removed with it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/agh-sqlite-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw MissingDirectory() }
    path = String(cString: made)
  }

  deinit {
    for name in ["a.db", "a.db-wal", "a.db-shm", "b.db", "b.db-wal", "b.db-shm"] {
      unlink("\(path)/\(name)")
    }
    rmdir(path)
  }

  var database: String { "\(path)/a.db" }

  struct MissingDirectory: Error {}
}
