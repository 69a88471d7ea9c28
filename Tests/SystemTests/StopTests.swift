import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// Stopping: nothing of any agent outlives it, whatever the agents do.
@Suite("Stops", .blocking)
struct StopTests {
  @Test("Twenty agents, five of them deaf to everything, two with escaped children: all gone within the budget")
  func twenty() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    var sessions: [SessionHandle] = []
    for index in 0..<20 { sessions.append(try SessionHandle(home, workspace: home.makeWorkspace("w\(index)"))) }
    for session in sessions[0..<5] { try session.promptToEnd("ignore-term; ignore-eof; ignore-cancel") }
    for session in sessions[5..<7] { try session.promptToEnd("spawn-tree") }
    var turns: [(session: SessionHandle, turn: String)] = []
    for session in sessions[0..<5] { turns.append((session, try session.prompt("sleep 600s"))) }
    for session in sessions[10..<15] {
      turns.append((session, try session.prompt("stream 100000 chunks at 100/s")))
    }
    #expect(home.marked().count >= 32)

    let start = ContinuousClock.now
    let result = try home.run("daemon", "stop")
    let duration = ContinuousClock.now - start
    #expect(result.status == 0, "\(result)")
    #expect(try daemon.process.wait() == .status(0))
    #expect(duration < .seconds(25), "the budget of [daemon].shutdown_timeout")
    try home.requireNothingLeft()
    #expect(!Files.exists(home.home.daemonInfo))
    #expect(!Files.exists(home.home.socket))

    let next = try TestDaemon(home)
    for session in sessions {
      #expect(try session.payload()["stop_reason"]?.string == "shutdown")
      #expect(try StoredJournal(session).problems() == [])
    }
    for (session, turn) in turns {
      let ends = try session.events("turn_id=\(turn)").compactMap { $0["type"]?.string }
      #expect(ends.count { $0 == "done" || $0 == "error" } == 1, "a turn that was cut short has one end")
    }
    #expect(try next.stop() == .status(0))
  }

  @Test("A second SIGTERM skips every grace")
  func impatient() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("ignore-term; ignore-eof; ignore-cancel; spawn-tree")
    try session.prompt("sleep 600s")
    daemon.process.signal(SIGTERM)
    try eventually("the stop has begun") { (try? session.state) != "active" }
    daemon.process.signal(SIGTERM)
    _ = try daemon.process.wait(within: .seconds(4))
    #expect(home.marked().isEmpty, "left: \(home.describe(home.marked()))")
  }

  @Test("A restart leaves agents to the next daemon, in the middle of a turn")
  func restart() throws {
    let home = try TestHome(.logged())
    try home.succeed("daemon", "start")
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    let turn = try session.prompt("stream 200 chunks at 100/s")
    try eventually("the agent speaks") { try session.events("type=agent_message").count > 5 }
    try home.succeed("daemon", "restart")
    #expect(try session.agent() == agent)
    try session.awaitEnd(of: turn)
    #expect(try Truth(session, home.agentLog()).problems() == [])
    try home.succeed("daemon", "restart", "--stop-sessions")
    #expect(try session.state == "stopped")
    #expect(!agent.process.isAlive)
    try home.succeed("daemon", "stop")
    try home.requireNothingLeft()
  }

  @Test("A daemon that does not answer is replaced when asked, and its agents are taken over")
  func replace() throws {
    let home = try TestHome(.logged())
    let hung = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    hung.process.signal(SIGSTOP)
    let refused = try home.run("daemon", "start")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("already running"))
    try home.succeed("daemon", "start", "--replace")
    #expect(try hung.process.wait() == .signal(SIGKILL))
    #expect(try session.agent() == agent)
    try session.promptToEnd("hello")
    #expect(try Truth(session, home.agentLog()).problems() == [])
    try home.succeed("daemon", "stop")
    try home.requireNothingLeft()
  }

  @Test("A session's stop ends its whole tree and leaves the others alone")
  func oneSession() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    try session.promptToEnd("spawn-tree; ignore-term; ignore-eof")
    let kept = try other.agent()
    #expect(try session.stop().status == 204)
    #expect(try session.stop().status == 204)
    let left = home.marked().filter { process in
      (ProcessTable.environment(of: process.pid) ?? []).contains { entry in
        String(decoding: entry, as: UTF8.self).contains(":\(session.id):")
      }
    }
    #expect(left.isEmpty, "left: \(home.describe(left))")
    #expect(try other.agent() == kept)
    try other.promptToEnd("hello")
    #expect(try daemon.stop() == .status(0))
  }
}
