import Home
import JSON
import Platform
import Testing

/// The daemon is killed while a session is made: it is started or has failed with a reason, or nobody ever hears of it;
/// there are never two agents.
@Suite("The daemon is killed while an agent starts", .blocking)
struct SpawnDeathTests {
  @Test(
    "Between any two steps of a creation",
    arguments: [
      "create.run-directory.before", "create.session-directory.before", "journal.create.before", "journal.create.after",
      "journal.commit.before:1", "journal.commit.after:1", "spawn.before", "shim.launch-frame.before",
      "shim.launch-frame.after", "spawn.after", "send.before:1", "send.after:1", "send.before:2", "send.after:2",
    ])
  func create(point: String) throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home, environment: ["AGH_FAULT": point])
    let body: JSONValue = [
      "agent_name": "general", "provider": "logged", "workspace_path": .string(home.workspace),
    ]
    _ = try? first.api.send("POST", "/api/sessions", body: body, key: "create")
    #expect(try first.process.wait() == .signal(9), "\(point)")
    let second = try TestDaemon(home)
    // The same request finds what the first one made, or makes it.
    let answer = try second.api.send("POST", "/api/sessions", body: body, key: "create")
    let sessions = try #require(try second.api.get("/api/sessions?all=true")["sessions"]?.array)
    try #require(sessions.count == 1, "\(answer)")
    let session = try SessionHandle(home, payload: sessions[0])
    if answer.status == 201 {
      #expect(try session.state == "active")
      #expect(home.shims().count == 1)
    } else {
      #expect(answer.status == 502 && answer.code == "agent_start_failed", "\(answer)")
      #expect(try session.state == "stopped")
      #expect(try session.payload()["failure"]?["summary"]?.string == "start did not complete")
      try eventually("nothing of it runs") { home.marked().isEmpty && Files.names(home.home.run).isEmpty }
      let resumed = try session.resume()
      try #require([200, 202].contains(resumed.status), "\(resumed)")
    }
    try session.promptToEnd("say hello")
    #expect(home.shims().count == 1)
    #expect(try home.agentLog().received("session/prompt").values.map { $0 } == [1])
    #expect(try home.agentLog().received("initialize").count == 1, "a second agent was started")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("Before the first answer of an agent: the next daemon waits for that answer, or says in time that none came")
  func beforeInitialize() throws {
    var options = TestHome.Options()
    options.configuration = "[session.limits]\nstart_timeout = \"2s\"\n"
    options.addLogged("silent", "--no-initialize")
    let home = try TestHome(options)
    let first = try TestDaemon(home)
    let body: JSONValue = [
      "agent_name": "general", "provider": "silent", "workspace_path": .string(home.workspace),
    ]
    let answer = try first.api.send("POST", "/api/sessions?wait=false", body: body, key: "create")
    let session = try SessionHandle(home, payload: answer.json["session"] ?? .null)
    try eventually("the agent was asked") { (try? home.agentLog("silent").received("initialize").count) == 1 }
    let agent = try session.agent()
    try first.kill()
    let second = try TestDaemon(home)
    #expect(agent.process.isAlive)
    try eventually("the start has failed") { try session.state == "stopped" }
    #expect(try session.payload()["failure"]?["code"]?.string == "agent_start_timeout")
    #expect(try home.agentLog("silent").received("initialize").values.map { $0 } == [1])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test(
    "In the middle of a resume: it runs once",
    arguments: ["journal.commit.after:1", "spawn.before", "shim.launch-frame.before", "spawn.after", "send.before:1"])
  func resume(point: String) throws {
    let home = try TestHome(.logged())
    let quiet = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("say hello")
    try session.stop()
    #expect(try quiet.stop() == .status(0))
    let first = try TestDaemon(home, environment: ["AGH_FAULT": point])
    _ = try? session.resume()
    #expect(try first.process.wait() == .signal(9), "\(point)")
    let second = try TestDaemon(home)
    try eventually("a resumed session") { try session.resume().status == 200 }
    try session.promptToEnd("say hello again")
    #expect(home.shims().count == 1)
    #expect(try StoredJournal(session).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
