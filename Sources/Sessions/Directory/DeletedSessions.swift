import Home
import Platform
import Synchronization

/// Sessions on their way out: a session is gone once its directory lies in `sessions/.deleted/`, and the rest, its row
/// and the bytes, follows. A daemon that was killed in between leaves the rest to the next one, which finds it there
/// without a walk over the sessions that stay.
final class DeletedSessions: Sendable {
  private let sessions: String
  private let files: any FileLayer
  /// The directory comes and goes with what is in it.
  private let lock = Mutex(())

  init(_ home: HomeDirectory, files: any FileLayer = SystemFiles()) {
    sessions = home.sessions
    self.files = files
  }

  private var place: String { "\(sessions)/.deleted" }

  /// The sessions whose end is not finished. Blocks.
  func pending() throws(SystemError) -> [SessionID] {
    try entries().keys.sorted { $0.text < $1.text }
  }

  /// Whether a session of that name exists again: under a key a later create makes the same id. Blocks.
  func isBack(_ id: SessionID) throws(SystemError) -> Bool {
    try FileStatus.ifPresent("\(sessions)/\(id)") != nil
  }

  /// What was taken away, by session: more than one directory where removing an earlier one has failed.
  private func entries() throws(SystemError) -> [SessionID: [String]] {
    guard try FileStatus.ifPresent(place) != nil else { return [:] }
    var entries: [SessionID: [String]] = [:]
    for name in try Directory.names(place) {
      guard let id = SessionID(String(name.prefix { $0 != "." })) else { continue }
      entries[id, default: []].append(name)
    }
    return entries
  }

  /// Takes a session's directory away, on disk when it returns; one that is not there is fine. Blocks.
  func moveAway(_ id: SessionID) throws(SystemError) {
    try lock.withLock { _ throws(SystemError) in
      guard try FileStatus.ifPresent("\(sessions)/\(id)", following: false) != nil else { return }
      try files.makeDirectory(place, mode: 0o700)
      try files.rename("\(sessions)/\(id)", to: "\(place)/\(try freeName(id))")
      try files.syncDirectory(place, .deletedSession)
      try files.syncDirectory(sessions, .deletedSession)
    }
  }

  private func freeName(_ id: SessionID) throws(SystemError) -> String {
    let taken = try entries()[id] ?? []
    var name = id.text
    for number in 1... {
      if !taken.contains(name) { break }
      name = "\(id).\(number)"
    }
    return name
  }

  /// Removes what was taken away; again is fine. Blocks.
  func remove(_ id: SessionID) throws(SystemError) {
    for name in try entries()[id] ?? [] { try Directory.removeTree("\(place)/\(name)") }
    try lock.withLock { _ throws(SystemError) in
      guard try FileStatus.ifPresent(place) != nil, try Directory.names(place).isEmpty else { return }
      try Directory.removeTree(place)
    }
  }
}

extension SyncName {
  /// The names of a session that is deleted, where it was and where it went.
  static let deletedSession = SyncName("deleted-session")
}
