import Home
import JSON
import Journal
import Platform
import Testing

/// Turns that stream while the daemon is killed and stays away: the agent numbers every chunk, and its log, the journal
/// and a follower tell the same story.
@Suite("Streams over kills", .blocking)
struct StreamScenarioTests {
  @Test("2,000 chunks at 400/s and 8,000 at 1,000/s, ten kills with the daemon down for 50 ms")
  func kills() throws {
    let home = try Streams(["slow", "fast"])
    try home.prompt("slow", "stream 2000 chunks at 400/s")
    try home.prompt("fast", "stream 8000 chunks at 1000/s")
    for kill in 1...10 {
      // In equal parts of the slower stream.
      try home.awaitChunks("slow", 180 * kill)
      try home.restart(downFor: .milliseconds(50))
    }
    try home.finish(["slow": 2000, "fast": 8000])
  }

  @Test("The daemon is down for 0.5, 1, 4 and 10 s, and over the end of a turn")
  func absence() throws {
    let home = try Streams(["long", "short"])
    try home.prompt("long", "stream 3600 chunks at 200/s")
    try home.awaitChunks("long", 1)
    for down in [0.5, 1, 4] { try home.restart(downFor: .seconds(down)) }
    // This one ends while nobody looks.
    try home.prompt("short", "stream 200 chunks at 100/s; think")
    try home.awaitChunks("short", 1)
    try home.restart(downFor: .seconds(10))
    try home.finish(["long": 3600, "short": 200])
  }

  @Test("Updates between turns, results that come late, and those of a subagent, over a kill")
  func betweenTurns() throws {
    let home = try Streams(["late"])
    let session = home.session("late")
    let child = #""_meta":{"subagent":"child-1"},"toolCallId":"sub-1""#
    let turn = try home.prompt(
      "late",
      """
      send {"sessionUpdate":"tool_call","toolCallId":"slow-1","title":"Slow","kind":"execute","status":"in_progress"}
      send {"sessionUpdate":"tool_call",\(child),"title":"Child","kind":"other","status":"in_progress"}
      late 30
      """)
    try session.awaitEnd(of: turn)
    try home.awaitChunks("late", 5)
    try home.restart(downFor: .milliseconds(500))
    try home.awaitChunks("late", 15)
    try home.restart(downFor: .zero)
    let next = try home.prompt(
      "late",
      """
      send {"sessionUpdate":"tool_call_update","toolCallId":"slow-1","status":"completed","content":[]}
      send {"sessionUpdate":"agent_message_chunk",\(child),"content":{"type":"text","text":"from the child"}}
      send {"sessionUpdate":"tool_call_update",\(child),"status":"completed"}
      """)
    try session.awaitEnd(of: next)
    let results = try StoredJournal(session).events().filter { $0.type == .toolResult }
    #expect(results.map(\.turn?.text) == [turn, turn], "a late result belongs to the turn of its call")
    try home.finish(["late": 30])
  }
}

/// Sessions of one home whose agents keep logs, each with a follower, and the daemon that is killed under them.
private final class Streams {
  private let home: TestHome
  private var daemon: TestDaemon
  private var sessions: [String: SessionHandle] = [:]
  private var followers: [String: Follower] = [:]
  private var agents: [String: SessionHandle.Agent] = [:]
  private var turns: [(session: String, id: String)] = []

  init(_ names: [String]) throws {
    var options = TestHome.Options()
    options.permissions = "approve-all"
    for name in names { options.addLogged(name) }
    home = try TestHome(options)
    daemon = try TestDaemon(home)
    for name in names {
      let session = try SessionHandle(home, provider: name, workspace: home.makeWorkspace(name))
      sessions[name] = session
      followers[name] = try Follower(session)
      agents[name] = try session.agent()
    }
  }

  func session(_ name: String) -> SessionHandle { sessions[name]! }

  @discardableResult
  func prompt(_ name: String, _ script: String) throws -> String {
    let turn = try session(name).prompt(script)
    turns.append((name, turn))
    return turn
  }

  /// Waits until a follower has seen so many chunks of the agent.
  func awaitChunks(_ name: String, _ count: Int) throws {
    try eventually("\(count) chunks of \(name)") {
      followers[name]!.frames.count { $0.event == "agent_message" } >= count
    }
  }

  /// Kills the daemon and starts the next one after a while.
  func restart(downFor time: Duration) throws {
    try daemon.kill()
    Pause.block(time)
    daemon = try TestDaemon(home)
  }

  /// Waits for the ends of all turns and compares everything, with so many chunks of a message in each session.
  func finish(_ chunks: [String: Int]) throws {
    for turn in turns {
      let end = try session(turn.session).awaitEnd(of: turn.id, within: .seconds(60))
      #expect(end["type"]?.string == "done", "\(turn)")
    }
    for (name, count) in chunks {
      let session = session(name)
      // Some come after the end of their turn.
      try eventually("\(count) chunks of \(name)") { try home.agentLog(name).numbers.count >= count }
      let updates = try home.agentLog(name).sentUpdates.count
      try eventually("the last update of \(name)") { try StoredJournal(session).updates().count >= updates }
      let head = try StoredJournal(session).events().count
      try followers[name]!.frame("event \(head)") { Int($0.id ?? "") == head }
      #expect(try Truth(session, home.agentLog(name), followers[name]).problems() == [], "\(name)")
      #expect(try session.agent() == agents[name], "another agent runs")
    }
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
