import Home
import JSON
import Platform
import Testing

/// A deleted session leaves nothing: no process, no file, no row.
@Suite("Deleted sessions", .blocking)
struct DeleteTests {
  @Test("A running session: its agents, its files and its row are gone, and once more is fine")
  func running() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let kept = try SessionHandle(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("spawn-tree; ignore-term; ignore-eof; stream 20 chunks")
    try session.prompt("sleep 60s")
    let agent = try session.agent()
    let answer = try session.delete()
    #expect(answer.status == 204, "\(answer)")
    #expect(!agent.process.isAlive)
    try requireGone(session, home)
    #expect(try session.delete().status == 204, "deleting twice is deleting once")
    #expect(try session.api.send("GET", session.path()).code == "session_not_found")
    #expect(try session.api.send("GET", session.path("/events")).status == 404)

    let listed = try session.api.get("/api/sessions")["sessions"]?.array
    #expect(listed?.compactMap { $0["id"]?.string } == [kept.id])
    let health = try session.api.get("/api/status")["health"]
    #expect(health?["session_db_size_bytes"]?.int ?? 0 > 0, "the other one is still counted")
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("By command, also one that is stopped; a name that is none is an error")
  func command() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.stop()
    let deleted = try home.succeed("session", "delete", session.id, "-o", "json").json
    #expect(deleted["session_id"]?.string == session.id)
    #expect(deleted["status"]?.string == "deleted")
    try requireGone(session, home)
    let unknown = try home.run("session", "delete", session.id)
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("There is no session"))
    #expect(try daemon.stop() == .status(0))
  }

  @Test("One whose journal is damaged goes as well, with the agent that waits at it")
  func damaged() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let agent = try session.agent()
    try first.kill()
    try Files.write("this is no database", to: session.directory + "/events.db")
    let second = try TestDaemon(home)
    #expect(agent.process.isAlive)
    #expect(try session.delete().status == 204)
    #expect(!agent.process.isAlive)
    try requireGone(session, home)
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A daemon that is killed in the middle leaves the rest to the next one", arguments: ["moved", "forgotten"])
  func killed(point: String) throws {
    let home = try TestHome()
    let first = try TestDaemon(home, environment: ["AGH_FAULT": "delete.\(point)"])
    let session = try SessionHandle(home)
    try session.promptToEnd("stream 20 chunks")
    #expect(throws: (any Error).self) { try session.delete() }
    _ = try first.process.wait()
    let second = try TestDaemon(home)
    try requireGone(session, home)
    #expect(try session.api.send("GET", session.path()).status == 404)
    #expect(try session.delete().status == 204)
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  private func requireGone(_ session: SessionHandle, _ home: TestHome) throws {
    #expect(!Files.names(home.home.sessions).contains(session.id))
    #expect(!Files.names(home.home.sessions).contains(".deleted"))
    #expect(!Files.names(home.home.run).contains(session.id))
    let rows = try SQLiteShell.query(home.home.catalog, "SELECT id FROM sessions WHERE id = '\(session.id)'")
    #expect(rows.isEmpty)
  }
}
