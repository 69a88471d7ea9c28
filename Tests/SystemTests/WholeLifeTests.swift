import Home
import JSON
import Platform
import Testing

/// The whole life of a session, as a person sees it who types commands.
@Suite("A session's whole life", .blocking)
struct WholeLifeTests {
  @Test("Created, prompted, looked at, stopped, resumed and prompted again, all by commands")
  func wholeLife() throws {
    let home = try TestHome()
    let started = try home.succeed("daemon", "start", "-o", "json").json
    #expect(started["status"]?.string == "running")
    let pid = try #require(started["pid"]?.int)

    let session = try home.succeed("session", "new", "--provider", "rehearsal", "--name", "first", "-o", "json").json
    let id = try #require(session["id"]?.string)
    #expect(session["state"]?.string == "active")
    #expect(session["name"]?.string == "first")
    #expect(session["agent_name"]?.string == "general")
    #expect(session["workspace_path"]?.string == home.workspace)

    let turn = try home.succeed(
      "session", "prompt", id, "think; plan; read README.md; write notes.txt; run ls; usage", "-o", "json")
    let types = try #require(try turn.json.array).compactMap { $0["type"]?.string }
    for type in ["agent_message", "thought", "plan", "tool_call", "tool_result", "usage", "done"] {
      #expect(types.contains(type), "\(type) is missing in \(types)")
    }
    #expect(types.last == "done")
    #expect(Files.exists(home.workspace + "/notes.txt"))

    let listed = try home.succeed("session", "list", "-o", "json").json
    #expect(listed.array?.count == 1)
    #expect(listed[0]?["id"]?.string == id)
    let status = try home.succeed("session", "status", id, "-o", "json").json
    #expect(status["state"]?.string == "idle")
    #expect(status["active_prompt"]?.bool == false)

    let stopped = try home.succeed("session", "stop", id, "-o", "json").json
    #expect(stopped["state"]?.string == "stopped")
    #expect(stopped["stop_reason"]?.string == "user_canceled")
    #expect(home.marked().isEmpty)
    let again = try home.succeed("session", "stop", id, "-o", "json").json
    #expect(again["state"]?.string == "stopped", "stopping twice is stopping once")

    let resumed = try home.succeed("session", "resume", id, "-o", "json").json
    #expect(resumed["id"]?.string == id)
    #expect(resumed["resume"]?["mode"]?.string == "load")
    let recalled = try home.succeed("session", "prompt", id, "recall", "-o", "json").output
    #expect(recalled.contains("I remember 1 earlier prompt"))

    let events = try #require(try home.succeed("session", "events", id, "-o", "json").json.array)
    #expect(events.compactMap { $0["sequence"]?.int } == Array(1...events.count))
    #expect(events.count { $0["type"]?.string == "session_stopped" } == 1)
    let last = try home.succeed("session", "events", id, "--last", "3", "-o", "jsonl").lines
    #expect(last.compactMap { $0["sequence"]?.int } == Array(events.count - 2...events.count))
    let done = try home.succeed("session", "events", id, "--type", "done", "-o", "jsonl").lines
    #expect(done.count == 2)

    let runtime = try home.succeed("status", "-o", "json").json
    #expect(runtime["daemon"]?["pid"]?.int == pid)
    #expect(runtime["daemon"]?["active_sessions"]?.int == 1)
    try home.succeed("daemon", "stop")
    try home.requireNothingLeft()
    #expect(!Files.exists(home.home.daemonInfo))
    #expect(!Files.exists(home.home.socket))
  }

  @Test("A follower sees every event once, and its stream ends with the session")
  func follow() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let follower = try Follower(session)
    let command = try home.start(["session", "events", session.id, "--follow", "-o", "jsonl"])
    try session.promptToEnd("stream 200 chunks; think")
    try session.stop()
    try follower.awaitEnd()
    let printed = try command.end().lines
    let stored = try session.events()
    #expect(follower.sequences == Array(1...stored.count))
    #expect(follower.frames.map(\.json) == stored)
    #expect(printed.compactMap { $0["sequence"]?.int } == Array(1...stored.count))
    #expect(follower.frames.count { $0.event == "session_stopped" } == 1, "one last frame")
    let rest = try Follower(session, query: "?after_sequence=\(stored.count - 2)")
    try rest.awaitEnd()
    #expect(rest.sequences == [stored.count - 1, stored.count])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("Ctrl-C cancels the turn, and the turn ends as cancelled")
  func interrupt() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let command = try home.start(["session", "prompt", session.id, "say hello; sleep 60s", "-o", "jsonl"])
    try eventually("the first words") { command.output.contains("hello") }
    let activity = try session.payload()["activity"]
    #expect(activity?["last_activity_kind"]?.string == "agent_message")
    command.process.signal(2)
    _ = try command.end()
    let end = try #require(try session.events("type=done").last)
    #expect(end["content"]?["stop_reason"]?.string == "cancelled")
    #expect(try session.payload()["failure"] == nil)
    try session.promptToEnd("hello")
    #expect(try daemon.stop() == .status(0))
  }
}
