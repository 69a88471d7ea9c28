import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// The agent, its shim, or everything at once is killed: the turn is closed truthfully, and the session can be resumed.
@Suite("The agent or its shim is killed", .blocking)
struct AgentDeathTests {
  @Test("The agent in the middle of a turn: one error, one stop, and the session can be resumed")
  func agent() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("stream 20 chunks; sleep 60s")
    try eventually("the chunks") { try session.events("type=agent_message").count == 20 }
    #expect(try session.agent().process.signal(SIGKILL))
    try eventually("the stop") { try session.state == "stopped" }
    try checkCrash(session, turn: turn, home)
    #expect(try session.payload()["failure"]?["kind"]?.string == "process_exit")
    try resumeAndTalk(session, home)
    #expect(try daemon.stop() == .status(0))
  }

  @Test("The shim in the middle of a turn: the same, and no process of its tree is left")
  func shim() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("spawn-tree; stream 20 chunks; sleep 60s")
    try eventually("the chunks") { try session.events("type=agent_message").count == 21 }
    #expect(home.marked().count > 5)
    #expect(try shim(of: session, home).signal(SIGKILL))
    try eventually("the stop") { try session.state == "stopped" }
    try checkCrash(session, turn: turn, home)
    try resumeAndTalk(session, home)
    #expect(try daemon.stop() == .status(0))
  }

  @Test(
    "Daemon and shim together, or the whole group: the next daemon closes the turn and reaps the tree",
    arguments: [false, true])
  func everything(withAgent: Bool) throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("spawn-tree; stream 20 chunks; sleep 60s")
    try eventually("the chunks") { try session.events("type=agent_message").count == 21 }
    let shim = try shim(of: session, home)
    let agent = try session.agent().process
    try first.kill()
    #expect(try shim.signal(SIGKILL))
    if withAgent { _ = try agent.signal(SIGKILL) }
    let second = try TestDaemon(home)
    try eventually("the stop") { try session.state == "stopped" }
    try checkCrash(session, turn: turn, home)
    try resumeAndTalk(session, home)
    #expect(try second.stop() == .status(0))
  }

  @Test("The agent while no daemon runs: the next one reads its last words and its exit status")
  func agentAlone() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let gate = try Gate(home.workspace + "/gate")
    let turn = try session.prompt("run cat gate; say last words; exit 3")
    try eventually("the command runs") { !(try session.events("type=tool_call")).isEmpty }
    let agent = try session.agent().process
    try first.kill()
    _ = gate
    #expect(agent.isAlive)
    // The command's outcome needs a daemon, so the agent is told to go by a signal.
    #expect(try agent.signal(SIGTERM))
    try eventually("the end of the tree") { home.marked().isEmpty }
    let second = try TestDaemon(home)
    try eventually("the stop") { try session.state == "stopped" }
    try checkCrash(session, turn: turn, home)
    #expect(try second.stop() == .status(0))
  }

  @Test(
    "An agent that ends itself in the middle of a turn",
    arguments: ["crash", "exit 3", "partial-line; exit 0"])
  func itself(how: String) throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("say before; \(how)")
    try eventually("the stop") { try session.state == "stopped" }
    try checkCrash(session, turn: turn, home)
    let result = try home.run("session", "prompt", session.id, "more")
    #expect(result.status == 1)
    #expect(result.errors.contains("agh session resume \(session.id)"))
    try resumeAndTalk(session, home)
    let failed = try home.run("session", "prompt", session.id, how)
    #expect(failed.status == 1, "a failed turn is a failed command")
    #expect(try daemon.stop() == .status(0))
  }

  // MARK: -

  func shim(of session: SessionHandle, _ home: TestHome) throws -> ProcessIdentity {
    let parent = try ProcessStatus.of(pid: session.agent().process.pid).parent
    return try ProcessIdentity.of(pid: parent)
  }

  /// The turn has one end, an error; the session one stop behind it; nothing runs any more.
  func checkCrash(
    _ session: SessionHandle, turn: String, _ home: TestHome, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let ends = try session.events("turn_id=\(turn)").filter { ["done", "error"].contains($0["type"]?.string) }
    #expect(ends.map { $0["type"]?.string } == ["error"], sourceLocation: sourceLocation)
    let stops = try session.events("type=session_stopped")
    #expect(stops.count == 1, sourceLocation: sourceLocation)
    let all = try session.events("type=error")
    #expect(all.count == 1, "one crash, one error", sourceLocation: sourceLocation)
    #expect(try session.payload()["stop_reason"]?.string == "agent_crashed", sourceLocation: sourceLocation)
    #expect(try StoredJournal(session).problems() == [], sourceLocation: sourceLocation)
    #expect(home.marked().isEmpty, "left: \(home.describe(home.marked()))", sourceLocation: sourceLocation)
    try eventually("the run is tidied up") { Files.names(home.home.run).isEmpty }
  }

  func resumeAndTalk(_ session: SessionHandle, _ home: TestHome) throws {
    let head = try session.payload()["head_sequence"]?.int ?? 0
    let answer = try session.resume()
    try #require(answer.status == 200, "\(answer)")
    let end = try session.promptToEnd("say again")
    #expect(end["type"]?.string == "done")
    #expect(try #require(end["sequence"]?.int) > head)
    #expect(try StoredJournal(session).problems() == [])
  }
}
