import Home
import JSON
import Platform
import Testing

/// The disk of the spools is full, or that of the catalog: the journal goes on, and what waits is named.
@Suite("Another disk is full", .blocking)
struct MountingSpoolTests {
  @Test("The spools': the agent waits, is not killed, under the next daemon too, and everything is stored in the end")
  func spool() throws {
    let home = try TestHome(.logged())
    let disk = try home.mount("run", megabytes: 24)
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    try disk.fill()
    let turn = try session.prompt("flood 4000; write out.txt; run ls")
    try eventually("the agent waits for the disk") { try session.conditions() == ["spool home_full"] }
    #expect(home.log.contains("cannot be written (No space left on device): its agent waits"))
    try first.kill()
    let second = try TestDaemon(home)
    try eventually("the next daemon says so too") { try session.conditions() == ["spool home_full"] }
    #expect(try session.agent() == agent && session.state == "active")
    try disk.empty()
    try session.awaitEnd(of: turn)
    try eventually("the condition is over") { try session.conditions() == [] }
    #expect(try session.agent() == agent)
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("The spools': a session cannot start, says why, leaves no process, and starts when there is room")
  func start() throws {
    let home = try TestHome()
    let disk = try home.mount("run", megabytes: 4)
    let daemon = try TestDaemon(home)
    try disk.fill()
    let refused = try daemon.api.send(
      "POST", "/api/sessions",
      body: ["agent_name": "general", "provider": "rehearsal", "workspace_path": .string(home.workspace)])
    #expect(refused.status == 507 && refused.code == "home_full", "\(refused)")
    #expect(home.processes().map(\.pid) == [daemon.pid])
    try eventually("no run is left") { Files.names(home.home.run) == ["filler"] }
    try disk.empty()
    let sessions = try #require(try daemon.api.get("/api/sessions?all=true")["sessions"]?.array)
    let session = try SessionHandle(home, payload: try #require(sessions.first))
    #expect(try session.state == "stopped")
    #expect(try session.resume().status < 300)
    try session.promptToEnd("hello")
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("The catalog's: sessions go on and are named, and the lists catch up, for one that has stopped meanwhile too")
  func catalog() throws {
    let home = try TestHome()
    let configuration = try Files.text(home.home.configuration)
    let disk = try home.mount("", megabytes: 8)
    try Files.write(configuration, to: home.home.configuration)
    for name in ["sessions", "run", "logs"] { _ = try home.mount(name, megabytes: 16) }
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    try disk.fill()
    try session.promptToEnd("stream 5 chunks")
    try eventually("the session is named") { try session.conditions() == ["projection home_full"] }
    #expect(try other.stop().status == 204)
    #expect(try other.state == "stopped")
    #expect(try other.conditions() == ["projection home_full"])
    let refused = try daemon.api.send("POST", "/api/workspaces", body: ["root_dir": .string(home.root)])
    #expect(refused.status == 507 && refused.code == "home_full", "\(refused)")
    try session.promptToEnd("stream 5 chunks")
    try disk.empty()
    try eventually("the lists have caught up") {
      try SQLiteShell.query(home.home.catalog, "select state from sessions order by state") == ["active", "stopped"]
    }
    try eventually("nobody is named any more") { try session.conditions() + other.conditions() == [] }
    try eventually("the run is tidied up") { Files.names(home.home.run) == [session.id] }
    #expect(try other.resume().status == 200)
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("The catalog's, and the daemon dies: the next one knows what became of every session")
  func catalogAndDeath() throws {
    let home = try TestHome()
    let configuration = try Files.text(home.home.configuration)
    let disk = try home.mount("", megabytes: 8)
    try Files.write(configuration, to: home.home.configuration)
    for name in ["sessions", "run", "logs"] { _ = try home.mount(name, megabytes: 16) }
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    try disk.fill()
    try other.stop()
    try session.stop()
    #expect(try session.resume().status == 200)
    try first.kill()
    try disk.empty()
    let second = try TestDaemon(home)
    #expect(try (session.state, other.state) == ("active", "stopped"))
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
