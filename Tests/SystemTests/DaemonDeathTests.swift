import JSON
import Journal
import Platform
import Testing

/// The daemon is killed with SIGKILL; the next one goes on with the same agents.
@Suite("The daemon is killed", .blocking)
struct DaemonDeathTests {
  @Test("In the middle of a turn: the same agent finishes it, nothing is lost or there twice")
  func inATurn() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let follower = try Follower(session)
    let agent = try session.agent()
    let turn = try session.prompt("stream 300 chunks at 200/s; read README.md; write out.txt; run ls")
    try follower.frame("the agent speaks") { Int($0.id ?? "") ?? 0 > 30 }
    try first.kill()
    #expect(agent.process.isAlive, "the agent went with the daemon")

    let second = try TestDaemon(home)
    #expect(try session.agent() == agent)
    try session.awaitEnd(of: turn)
    #expect(try session.agent() == agent)
    #expect(follower.connections >= 2)
    let stored = try StoredJournal(session).events().count
    try follower.frame("the last event") { Int($0.id ?? "") == stored }
    #expect(try Truth(session, home.agentLog(), follower).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("Again and again while the agent floods: everything is stored, once")
  func inAFlood() throws {
    let home = try TestHome(.logged())
    var daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("flood 6000")
    for count in [1, 800, 2500] {
      try eventually("\(count) events") { try session.payload()["head_sequence"]?.int ?? 0 > count }
      try daemon.kill()
      daemon = try TestDaemon(home)
    }
    try session.awaitEnd(of: turn)
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try StoredJournal(session).updates().count == 6000)
    #expect(try daemon.stop() == .status(0))
  }

  @Test("While a person is asked: the request is still there, is answered once, and the agent goes on")
  func whileAsking() throws {
    let home = try TestHome(.logged("approve-reads"))
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("write asked.txt")
    let asked = try session.awaitPermission()
    let request = try #require(asked["request_id"]?.string)
    try first.kill()
    let second = try TestDaemon(home)
    #expect(try session.awaitPermission() == asked)
    #expect(try session.approve(request).status == 200)
    #expect(try session.approve(request).status == 200, "the same answer again is no mistake")
    let other = try session.approve(request, "reject-once")
    #expect(other.status == 409)
    #expect(other.code == "permission_ended")
    try session.awaitEnd(of: turn)
    #expect(Files.exists(home.workspace + "/asked.txt"))
    #expect(try session.events("type=permission").count == 2)
    #expect(try session.api.get("/api/permissions")["permissions"]?.array == [])
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
  }

  @Test(
    "In the middle of a file write: the file is written once, and a person's later edit stays",
    arguments: [
      "write.prepare.before", "write.prepare.after", "write.rename.before", "write.rename.after",
    ])
  func inAWrite(point: String) throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home, environment: ["AGH_FAULT": point])
    let session = try SessionHandle(home, provider: "logged")
    let path = home.workspace + "/out.txt"
    try Files.write("before\n", to: path)
    // The daemon may die before it has answered; the same key finds the same turn.
    let prompt = { try session.prompt("write out.txt by the agent", key: "write") }
    _ = try? prompt()
    #expect(try first.process.wait() == .signal(9))
    if point == "write.rename.after" {
      #expect(try Files.text(path) == "by the agent\n")
      try Files.write("by a person\n", to: path)
    } else {
      #expect(try Files.text(path) == "before\n")
    }
    let second = try TestDaemon(home)
    try session.awaitEnd(of: prompt())
    #expect(try Files.text(path) == (point == "write.rename.after" ? "by a person\n" : "by the agent\n"))
    #expect(Files.names(home.workspace).filter { $0.hasPrefix(".agh-") } == [], "a temporary file is left")
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
  }

  @Test("While a command of the agent runs: it is started once, and its outcome arrives")
  func inACommand() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let marks = home.workspace + "/marks"
    let gate = try Gate(home.workspace + "/gate")
    let turn = try session.prompt("run echo started >> marks && cat gate && echo ended >> marks")
    try eventually("the command runs") { (try? Files.text(marks)) == "started\n" }
    try first.kill()
    let second = try TestDaemon(home)
    try gate.open()
    try session.awaitEnd(of: turn)
    #expect(try Files.text(marks) == "started\nended\n")
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
  }
}
