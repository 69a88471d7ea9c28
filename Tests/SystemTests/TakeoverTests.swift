import Home
import JSON
import Platform
import Testing

/// The daemon dies again while it takes over what the one before it left.
@Suite("The daemon is killed while it takes over", .blocking)
struct TakeoverTests {
  @Test("A start that was cut short is still known after two more deaths")
  func cutShort() throws {
    let home = try TestHome()
    // The first dies in the middle of a start, the second when it has recorded that, the third when it has seen so.
    for point in ["shim.launch-frame.before", "end-run.after", "journal.close.before"] {
      let daemon = try TestDaemon(starting: home, environment: ["AGH_FAULT": point])
      if point == "shim.launch-frame.before" {
        try daemon.awaitReadiness()
        _ = try? SessionHandle(home, key: "start")
      }
      #expect(try daemon.process.wait() == .signal(9), "\(point)")
    }
    let daemon = try TestDaemon(home)
    let sessions = try #require(try daemon.api.get("/api/sessions")["sessions"]?.array)
    #expect(sessions.map { $0["state"]?.string } == ["stopped"])
    #expect(sessions.first?["failure"]?["summary"]?.string == "start did not complete")
    let again = try daemon.api.send(
      "POST", "/api/sessions",
      body: ["agent_name": "general", "provider": "rehearsal", "workspace_path": .string(home.workspace)], key: "start")
    #expect(again.status == 502, "\(again)")
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("The directory of a session whose runs are gone is removed as well")
  func emptyRunDirectory() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.stop()
    try first.kill()
    // A daemon that is killed between the two removals leaves this.
    try Directory.make("\(home.home.run)/\(session.id)")
    let second = try TestDaemon(home)
    #expect(try session.resume().status == 200)
    try session.stop()
    try Directory.make("\(home.home.run)/\(session.id)")
    try second.kill()
    let third = try TestDaemon(home)
    #expect(Files.names(home.home.run) == [])
    #expect(try third.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
