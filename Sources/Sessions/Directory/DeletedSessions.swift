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
    guard try FileStatus.ifPresent(place) != nil else { return [] }
    return try Directory.names(place).compactMap { SessionID($0) }
  }

  /// Takes a session's directory away, on disk when it returns; one that is not there is fine. Blocks.
  func moveAway(_ id: SessionID) throws(SystemError) {
    try lock.withLock { _ throws(SystemError) in
      guard try FileStatus.ifPresent("\(sessions)/\(id)") != nil else { return }
      try files.makeDirectory(place, mode: 0o700)
      try files.rename("\(sessions)/\(id)", to: "\(place)/\(id)")
      try files.syncDirectory(place, .deletedSession)
      try files.syncDirectory(sessions, .deletedSession)
    }
  }

  /// Removes what was taken away; again is fine. Blocks.
  func remove(_ id: SessionID) throws(SystemError) {
    try Directory.removeTree("\(place)/\(id)")
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
