import Catalog
import CrashLayer
import Diagnostics
import Home
import Platform
@testable import Sessions
import Testing

@Suite struct CatalogSessionsTests {
  @Test func aJournalThatLostItsEndInAPowerCutIsShownAsItIs() async throws {
    let scratch = try ScratchDirectory()
    let pool = try BlockingPool(threads: 1, name: "catalog-sessions")
    let time = WallTime(nanoseconds: 1_770_000_000_000_000_000)
    let catalog = try await Catalog.open(path: "\(scratch.path)/agh.db", clock: ManualClock(wall: time), pool: pool)
    let sessions = CatalogSessions(
      catalog: catalog, home: HomeDirectory(path: scratch.path), pool: pool, redactor: Redactor())
    var session = SessionSnapshot(
      id: SessionID(bytes: [0, 0, 0, 0, 0, 0, 0, 1]), agentName: "general", provider: "claude",
      workspaceID: WorkspaceID(bytes: [0, 0, 0, 0, 0, 0, 0, 2]), workspacePath: "/work", permissionMode: "deny-all",
      state: .active, createdAt: time, updatedAt: time)
    session.head = 100
    try await sessions.restore(session)
    var lost = session
    lost.head = 40
    lost.journalEpoch = 1
    lost.state = .stopped
    try await sessions.restore(lost)
    #expect(try await sessions.session(session.id) == lost)
    // What was on its way before the cut comes too late.
    try await sessions.restore(session)
    #expect(try await sessions.session(session.id) == lost)
    try await catalog.close()
  }
}
