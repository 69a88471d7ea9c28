import Home
import Journal
import Platform

/// Sessions as their journals tell them. Reads every one: only a lost catalog is a reason to.
struct StoredSessions: Sendable {
  var snapshots: [SessionSnapshot] = []
  /// Sessions whose journal cannot be read, and why.
  var unreadable: [SessionID: any Error] = [:]

  /// Every session of a home. Blocks.
  static func all(_ home: HomeDirectory) throws -> StoredSessions {
    guard try FileStatus.ifPresent(home.sessions) != nil else { return StoredSessions() }
    var stored = StoredSessions()
    for name in try Directory.names(home.sessions) {
      guard let id = SessionID(name) else { continue }
      do {
        if let snapshot = try snapshot(id, home) { stored.snapshots.append(snapshot) }
      } catch {
        stored.unreadable[id] = error
      }
    }
    return stored
  }

  /// One session; nil when its creation was cut short, so that nobody was told of it. One that has shown itself in its
  /// `meta.json` has lost its journal. Blocks.
  static func snapshot(_ id: SessionID, _ home: HomeDirectory) throws -> SessionSnapshot? {
    let reader: JournalReader
    do {
      reader = try StoredJournal.reader(directory: home.session(id).path)
    } catch JournalError.missing, JournalError.incomplete {
      guard try FileStatus.ifPresent(home.session(id).meta, following: false) == nil else {
        throw SessionErrors.nothingLeft(id)
      }
      return nil
    }
    defer { reader.close() }
    let state = try EngineState(folding: reader.contents())
    var snapshot = SessionSnapshot(state)
    snapshot?.capabilities = AgentCapabilitiesView.json(state.agent)
    return snapshot
  }
}
