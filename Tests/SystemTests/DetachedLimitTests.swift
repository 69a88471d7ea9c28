import Home
import JSON
import Platform
import Testing

/// No daemon comes back for a long time.
@Suite("No daemon comes", .blocking)
struct DetachedLimitTests {
  @Test("After [daemon].detached_limit the shim stops its agent, the next daemon says so, and the session runs again")
  func limit() throws {
    var options = TestHome.Options.logged()
    options.configuration = "[daemon]\ndetached_limit = \"1s\"\n"
    let home = try TestHome(options)
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let idle = try SessionHandle(home, workspace: home.makeWorkspace("idle"))
    let turn = try session.prompt("stream 20 chunks; sleep 60s")
    try eventually("the chunks") { try session.events("type=agent_message").count == 20 }
    let agents = try [session.agent(), idle.agent()]
    // The limit counts from the last daemon, not from the start.
    #expect(agents.allSatisfy { $0.process.isAlive })
    try first.kill()
    try eventually("the shims end by themselves") { home.processes().isEmpty }
    let second = try TestDaemon(home)
    for stopped in [session, idle] {
      try eventually("the stop") { try stopped.state == "stopped" }
      let payload = try stopped.payload()
      #expect(payload["stop_reason"]?.string == "timeout")
      #expect(payload["stop_detail"]?.string?.contains("[daemon].detached_limit") == true)
      #expect(try stopped.events("type=session_stopped").count == 1)
      #expect(try StoredJournal(stopped).problems() == [])
    }
    let ends = try session.events("turn_id=\(turn)").filter { ["done", "error"].contains($0["type"]?.string) }
    #expect(ends.map { $0["type"]?.string } == ["error"])
    try eventually("the runs are tidied up") { Files.names(home.home.run).isEmpty }
    #expect(try session.resume().status == 200)
    #expect(try session.promptToEnd("say again")["type"]?.string == "done")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
