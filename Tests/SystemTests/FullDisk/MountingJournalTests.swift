import Home
import JSON
import Platform
import Testing

/// The disk of the journals is full: whoever asks is told, nothing half-made stays, agents wait, and everything goes on
/// when there is room.
@Suite("The journals' disk is full", .blocking)
struct MountingJournalTests {
  let home: TestHome
  let disk: SmallDisk

  init() throws {
    home = try TestHome(.logged())
    disk = try home.mount("sessions", megabytes: 12)
  }

  private func start() throws -> TestDaemon { try TestDaemon(home, environment: ["AGH_CHECK_FOLD": "1"]) }

  @Test("In the middle of a turn: the agent waits, is not killed, and nothing is lost or there twice")
  func inATurn() throws {
    let daemon = try start()
    let session = try SessionHandle(home, provider: "logged")
    let follower = try Follower(session)
    let agent = try session.agent()
    let turn = try session.prompt("stream 200 chunks at 200/s; read README.md; write out.txt; flood 3000; run ls")
    try follower.frame("the agent speaks") { Int($0.id ?? "") ?? 0 > 20 }
    try disk.fill()
    try eventually("the session waits for the disk") { try session.conditions() == ["journal home_full"] }
    #expect(home.log.contains("the disk is full: nothing can be added to the journal of session \(session.id)"))
    let seen = try session.payload()["head_sequence"]?.int
    #expect(try session.state == "active" && session.agent() == agent)
    try disk.empty()
    try session.awaitEnd(of: turn)
    try eventually("the condition is over") { try session.conditions() == [] }
    #expect(home.log.contains("this is over: the disk is full"))
    #expect(try seen ?? 0 < session.payload()["head_sequence"]?.int ?? 0)
    #expect(try session.agent() == agent)
    let stored = try StoredJournal(session).events().count
    try follower.frame("the last event") { Int($0.id ?? "") == stored }
    #expect(try Truth(session, home.agentLog(), follower).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("What cannot be stored is shown to nobody; without that rule a follower sees what is not stored")
  func nothingIsShownBefore() throws {
    #expect(try whatAFollowerSees([:]) == [])
    #expect(try whatAFollowerSees(["AGH_BREAK": "engine-persist-then-publish"]) != [])
  }

  private func whatAFollowerSees(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    let disk = try home.mount("sessions", megabytes: 12)
    _ = try TestDaemon(home, environment: environment)
    let session = try SessionHandle(home, provider: "logged")
    let follower = try Follower(session)
    let turn = try session.prompt("stream 100 chunks at 200/s")
    try follower.frame("the agent speaks") { Int($0.id ?? "") ?? 0 > 10 }
    try disk.fill()
    try eventually("the session waits for the disk") { try session.conditions() == ["journal home_full"] }
    try disk.empty()
    try session.awaitEnd(of: turn)
    let stored = try StoredJournal(session).events().count
    try follower.frame("the last event") { Int($0.id ?? "") == stored }
    return try Truth(session, home.agentLog(), follower).problems()
  }

  @Test("Killed while it waits: the next daemon waits as well, and goes on when there is room")
  func killedWhileWaiting() throws {
    let first = try start()
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    let turn = try session.prompt("stream 400 chunks at 200/s; write out.txt", key: "turn")
    try eventually("the agent speaks") { try session.payload()["head_sequence"]?.int ?? 0 > 20 }
    try disk.fill()
    try eventually("the session waits for the disk") { try session.conditions() == ["journal home_full"] }
    try first.kill()
    let second = try start()
    try eventually("the next daemon says so too") { try session.conditions() == ["journal home_full"] }
    #expect(agent.process.isAlive)
    try disk.empty()
    try session.awaitEnd(of: turn)
    #expect(try session.agent() == agent)
    try eventually("the condition is over") { try session.conditions() == [] }
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("Again and again while an agent writes files and runs commands: each of them happens once")
  func againAndAgain() throws {
    let daemon = try start()
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    let numbers = Array(1...30)
    let steps = numbers.map { "stream 3 chunks; read README.md; write \($0).txt \($0); run echo \($0) >> effects" }
    let turn = try session.prompt(steps.joined(separator: "; "))
    for round in 1...4 {
      try eventually("round \(round)") { Files.names(home.workspace).count > round * 5 }
      try disk.fill()
      try eventually("the session waits for the disk") { try session.conditions() == ["journal home_full"] }
      try disk.empty()
    }
    try session.awaitEnd(of: turn, within: .seconds(60))
    #expect(try session.agent() == agent)
    #expect(try Files.text(home.workspace + "/effects") == numbers.map { "\($0)\n" }.joined())
    for number in numbers { #expect(try Files.text("\(home.workspace)/\(number).txt") == "\(number)\n") }
    #expect(Files.names(home.workspace).filter { $0.hasPrefix(".agh-") } == [], "a temporary file is left")
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("The daemon is stopped while it waits: nothing can be recorded, so the agent is left to the next daemon")
  func stoppedWhileWaiting() throws {
    let first = try start()
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    let turn = try session.prompt("stream 400 chunks at 200/s")
    try eventually("the agent speaks") { try session.payload()["head_sequence"]?.int ?? 0 > 20 }
    try disk.fill()
    try eventually("the session waits for the disk") { try session.conditions() == ["journal home_full"] }
    #expect(try first.stop() == .status(0))
    #expect(home.log.contains("a session did not end properly"))
    #expect(agent.process.isAlive)
    try disk.empty()
    let second = try start()
    try session.awaitEnd(of: turn)
    #expect(try session.agent() == agent)
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A session that waits can be deleted: nothing of it is left, and it does not come back when there is room")
  func delete() throws {
    let daemon = try start()
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    try session.prompt("stream 4000 chunks at 200/s")
    try eventually("the agent speaks") { try session.payload()["head_sequence"]?.int ?? 0 > 20 }
    try disk.fill()
    try eventually("the session waits for the disk") { try session.conditions() == ["journal home_full"] }
    let deleted = try session.delete()
    #expect(deleted.status < 300, "\(deleted)")
    #expect(!agent.process.isAlive)
    try disk.empty()
    // Longer than it would take until the next attempt.
    try other.promptToEnd("sleep 6s")
    #expect(try daemon.api.send("GET", session.path()).status == 404)
    #expect(try daemon.api.get("/api/sessions?all=true")["sessions"]?.array?.map { $0["id"]?.string } == [other.id])
    #expect(Files.names(home.home.sessions) == [other.id])
    #expect(Files.names(home.home.run) == [other.id])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A prompt, a decision, a stop: refused as a whole, and the same request is accepted later")
  func requests() throws {
    try home.configure(.logged("approve-reads"))
    let daemon = try start()
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("write asked.txt")
    let request = try #require(try session.awaitPermission()["request_id"]?.string)
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    try disk.fill()
    let events = try (session.events().count, other.events().count)
    for answer in [
      try session.approve(request), try session.stop(),
      try other.api.send("POST", other.path("/prompt"), body: ["message": "hello"], key: "prompt"),
    ] {
      #expect(answer.status == 507 && answer.code == "home_full", "\(answer)")
    }
    #expect(try (session.events().count, other.events().count) == events)
    #expect(try session.state == "active" && other.state == "active")
    try disk.empty()
    let said = try other.prompt("hello", key: "prompt")
    try other.awaitEnd(of: said)
    #expect(try other.events("type=user_message").count == 1)
    #expect(try session.approve(request).status == 200)
    try session.awaitEnd(of: turn)
    #expect(try session.stop().status == 204)
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A create and a resume: refused, nothing of them is left, and the same request succeeds later")
  func createAndResume() throws {
    let daemon = try start()
    let stopped = try SessionHandle(home)
    try stopped.promptToEnd("hello")
    try stopped.stop()
    try disk.fill()
    let body: JSONValue = [
      "agent_name": "general", "provider": "rehearsal", "workspace_path": .string(home.workspace),
    ]
    let refused = try daemon.api.send("POST", "/api/sessions", body: body, key: "create")
    #expect(refused.status == 507 && refused.code == "home_full", "\(refused)")
    let resumed = try stopped.resume()
    #expect(resumed.status == 507 && resumed.code == "home_full", "\(resumed)")
    #expect(Files.names(home.home.sessions).sorted() == ["filler", stopped.id].sorted())
    try eventually("no run is left") { Files.names(home.home.run).isEmpty }
    #expect(home.marked().isEmpty)
    #expect(try daemon.api.get("/api/sessions?all=true")["sessions"]?.array?.count == 1)
    try disk.empty()
    let created = try daemon.api.send("POST", "/api/sessions", body: body, key: "create")
    #expect(created.status == 201, "\(created)")
    #expect(try stopped.resume().status == 200)
    try stopped.promptToEnd("hello again")
    #expect(try StoredJournal(stopped).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
