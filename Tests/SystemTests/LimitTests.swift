import Home
import JSON
import Platform
import Synchronization
import Testing

/// The limit of agents that run at once.
@Suite("The limit of agents", .blocking)
struct LimitTests {
  @Test("Fifty creates at once at a limit of twenty: twenty run, thirty are refused and leave nothing")
  func fifty() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let api = daemon.api
    let workspaces = try (0..<50).map { try home.makeWorkspace("w\($0)") }
    let creates = try workspaces.map { workspace in
      try Concurrently {
        try api.send(
          "POST", "/api/sessions",
          body: ["agent_name": "general", "provider": "rehearsal", "workspace_path": .string(workspace)])
      }
    }
    let answers = try creates.map { try $0.value() }
    #expect(answers.count { $0.status == 201 } == 20)
    let refused = answers.filter { $0.status != 201 }
    #expect(refused.count == 30)
    for answer in refused {
      #expect(answer.status == 429 && answer.code == "session_limit_reached", "\(answer)")
      #expect(answer.json["error"]?.string?.contains("20") == true)
    }
    #expect(home.shims().count == 20)
    #expect(home.marked().count == 40, "each agent and its shim carry the mark")
    #expect(Files.names(home.home.sessions).count == 20)
    #expect(Files.names(home.home.run).count == 20)
    #expect(try SQLiteShell.query(home.home.catalog, "select count(*) from sessions") == ["20"])
    #expect(try api.get("/api/sessions?limit=100")["sessions"]?.array?.count == 20)

    let session = try SessionHandle(home, payload: answers.first { $0.status == 201 }?.json["session"] ?? .null)
    #expect(try session.stop().status == 204)
    _ = try SessionHandle(home, workspace: workspaces[0])
    #expect(try session.resume().status == 429, "a resume counts as well")
    let command = try home.run("session", "new", "--provider", "rehearsal")
    #expect(command.status == 1)
    #expect(command.errors.contains("max_concurrent_agents"))
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
