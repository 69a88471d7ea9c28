import Catalog
import Glibc
import Home
import Platform

/// Fills a home with stopped sessions, for the figures that must not depend on how many are stored.
///
/// Arguments: the home, whose daemon is down, and how many sessions it shall have. One must be there already: the others
/// are like it, one second older each, and have its files. Nothing that is measured opens those.
@main
enum StoredSessions {
  static func main() async throws {
    let words = CommandLine.arguments
    guard words.count == 3, let count = Int(words[2]) else { exit(2) }
    let home = HomeDirectory(path: words[1])
    let catalog = try await Catalog.open(
      path: home.catalog, clock: SystemClock(), pool: BlockingPool(threads: 1, name: "pool"))
    let stored = try await catalog.sessions(SessionQuery()).entries
    guard var entry = stored.last else { exit(3) }
    let files = try Files(of: home.session(entry.id))
    let random = SystemRandom()
    for _ in stored.count..<max(count, stored.count) {
      entry.id = SessionID(bytes: random.bytes(8))
      entry.createdAt = entry.createdAt + .seconds(-1)
      entry.updatedAt = entry.createdAt
      try files.write(to: home.session(entry.id))
      _ = try await catalog.upsertSession(entry)
    }
    try await catalog.close()
  }
}

/// The files of a session.
private struct Files {
  private let contents: [(name: String, bytes: [UInt8])]

  init(of session: SessionDirectory) throws {
    contents = try Directory.names(session.path).map {
      ($0, try FileDescriptor.open("\(session.path)/\($0)", O_RDONLY).readToEnd())
    }
  }

  func write(to session: SessionDirectory) throws {
    try Directory.make(session.path)
    for file in contents {
      try FileDescriptor.open("\(session.path)/\(file.name)", O_WRONLY | O_CREAT).write(file.bytes)
    }
  }
}
