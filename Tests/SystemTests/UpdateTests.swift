import JSON
import Journal
import Platform
import Testing

/// What an agent sends is kept as it is.
@Suite("Updates of an agent", .blocking)
struct UpdateTests {
  /// One update of each kind of the protocol, and three that nobody has defined; written as no encoder of ours would.
  static let samples = [
    #"{"sessionUpdate":"user_message_chunk","content":{"type":"text","text":"hi"}}"#,
    #"{ "content" : {"text":"caf\u00e9 \/ \ud83d\ude00","type":"text"}, "sessionUpdate":"agent_message_chunk" }"#,
    #"{"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"hm"},"messageId":"m-1"}"#,
    #"{"sessionUpdate":"tool_call","toolCallId":"c-1","title":"Edit \"n\"","kind":"edit","status":"pending","#
      + #""rawInput":{"path":"n", "n": 1.50},"content":[]}"#,
    #"{"sessionUpdate":"tool_call_update","toolCallId":"c-1","status":"in_progress"}"#,
    #"{"sessionUpdate":"tool_call_update","toolCallId":"c-1","status":"completed","content":[{"type":"diff","#
      + #""path":"/w/n","oldText":null,"newText":"x\n"}],"rawOutput":{"ok":true}}"#,
    #"{"sessionUpdate":"plan","entries":[{"content":"a","priority":"high","status":"pending"}]}"#,
    #"{"sessionUpdate":"available_commands_update","availableCommands":[{"name":"web","description":"Search"}]}"#,
    #"{"sessionUpdate":"current_mode_update","currentModeId":"code"}"#,
    #"{"sessionUpdate":"config_option_update","configOptions":[{"id":"b","name":"B","type":"boolean"}]}"#,
    #"{"sessionUpdate":"session_info_update","title":"T","updatedAt":"2026-01-02T03:04:05Z"}"#,
    #"{"sessionUpdate":"usage_update","used":10,"size":200000,"cost":{"amount":0.10,"currency":"USD"}}"#,
    #"{"sessionUpdate":"notice","severity":"warning","title":"Low on space"}"#,
    #"{"sessionUpdate":"compaction_update","compactionId":"c-1","status":"in_progress"}"#,
    #"{"sessionUpdate":"compaction_summary_chunk","compactionId":"c-1","content":{"type":"text","text":"s"}}"#,
    #"{"sessionUpdate":"weather_report","degrees":-3.50,"_meta":{"x":[1,{"y":null}]}}"#,
    #"{"sessionUpdate":"x/vendor.kind","content":{"type":"hologram","frames":[]}}"#,
    #"{"title":"T","sessionUpdate":"plan_update","toolCallId":"call-9","dup":1,"dup":2}"#,
  ]

  @Test("Every kind comes back byte for byte from events and stream, before and after a restart")
  func kinds() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let follower = try Follower(session)
    try session.promptToEnd(Self.samples.map { "send \($0)" }.joined(separator: "\n"))
    #expect(try StoredJournal(session).updates().map { String(decoding: $0, as: UTF8.self) } == Self.samples)
    let before = try shown(session)
    #expect(before == Self.samples)
    try follower.frame("everything") { $0.event == "done" }
    #expect(follower.frames.compactMap { Self.raw($0.data) } == Self.samples)

    try first.kill()
    let second = try TestDaemon(home)
    #expect(try shown(session) == Self.samples)
    let late = try Follower(session)
    try late.frame("everything") { $0.event == "done" }
    #expect(late.frames.map(\.data) == Array(follower.frames.map(\.data).prefix(late.frames.count)))
    try session.stop()
    #expect(try shown(session) == Self.samples, "from the journal of a stopped session")
    #expect(try second.stop() == .status(0))
  }

  @Test("A line of several megabytes arrives whole; streams refer to it")
  func large() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let follower = try Follower(session)
    try session.promptToEnd("stream 2 chunks of 1000000 bytes")
    #expect(try Truth(session, home.agentLog()).problems() == [])
    let frame = try follower.frame("the chunk") { $0.event == "agent_message" }
    #expect(frame.data.count < 300_000)
    let reference = try #require(frame.json["content_ref"])
    #expect(try #require(reference["bytes"]?.int) > 1_000_000)
    let whole = try session.api.get(try #require(reference["href"]?.string))
    #expect((whole["content"] ?? whole["event"]?["content"])?["text"]?.string?.utf8.count ?? 0 > 1_000_000)
    #expect(try daemon.stop() == .status(0))
  }

  @Test("Request ids that are strings, early updates, and updates after the turn")
  func oddities() throws {
    let home = try TestHome(.logged("approve-all", "--string-ids --early-updates"))
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("read README.md; write x.txt; run ls; late 3")
    try session.awaitEnd(of: turn)
    try eventually("late updates") {
      try session.events("type=agent_message").count { $0["content"]?["text"]?.string?.contains("late") == true } == 3
    }
    let late = try session.events("type=agent_message").filter {
      $0["content"]?["text"]?.string?.contains("late") == true
    }
    #expect(late.allSatisfy { $0["turn_id"]?.string == turn })
    #expect(try session.events("type=system").count == 1, "the commands that came before session/new was answered")
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try daemon.stop() == .status(0))
  }

  @Test("Noise is counted and tolerated; ten lines in a row fail the session with the lines quoted")
  func noise() throws {
    let home = try TestHome(.logged("approve-all", "--noise 3"))
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    #expect(try session.payload()["noise_lines"]?.int == 3)
    #expect(try session.promptToEnd("garbage 9; say still there; garbage 9")["type"]?.string == "done")
    #expect(try session.payload()["noise_lines"]?.int == 21)
    let turn = try session.prompt("say once more; garbage 10; sleep 60s")
    try eventually("the end of the session") { try session.state == "stopped" }
    let end = try session.awaitEnd(of: turn)
    #expect(end["type"]?.string == "error")
    let payload = try session.payload()
    #expect(payload["stop_reason"]?.string == "error")
    #expect(payload["failure"]?["summary"]?.string?.contains("Loading plugins") == true, "\(payload.text)")
    #expect(home.marked().isEmpty)
    #expect(try StoredJournal(session).problems() == [])
    #expect(try daemon.stop() == .status(0))
  }

  @Test("A line without an end fails the session, and the agent is stopped")
  func endlessLine() throws {
    var options = TestHome.Options()
    options.providers["endless"] = "/usr/bin/python3 {root}/endless.py"
    let home = try TestHome(options)
    try Files.write(Self.endlessAgent, to: home.root + "/endless.py")
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "endless")
    let turn = try session.prompt("go on")
    #expect(try session.awaitEnd(of: turn)["type"]?.string == "error")
    try eventually("the end of the session") { try session.state == "stopped" }
    #expect(try session.payload()["failure"]?["summary"]?.string?.contains("32 MiB") == true)
    #expect(home.marked().isEmpty)
    #expect(try StoredJournal(session).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  /// An agent that answers a prompt with one line that never ends.
  private static let endlessAgent = """
    import json, sys
    for line in sys.stdin:
        call = json.loads(line)
        if call.get("method") == "session/prompt":
            while True:
                sys.stdout.write("x" * 65536)
        result = {"protocolVersion": 1, "sessionId": "s", "agentCapabilities": {}}
        print(json.dumps({"jsonrpc": "2.0", "id": call["id"], "result": result}), flush=True)
    """

  private func shown(_ session: SessionHandle) throws -> [String] {
    let bytes = try session.api.send("GET", session.path("/events")).body
    let list = try #require(try JSONText.members(bytes, in: 0..<bytes.count)?.first { $0.key == "events" }?.value)
    return try #require(try JSONText.elements(bytes, in: list)).compactMap { Self.raw(Array(bytes[$0])) }
  }

  /// The update object of the agent in an event payload, as it is written there.
  private static func raw(_ payload: [UInt8]) -> String? {
    guard let content = member("content", payload), let raw = member("raw", content),
      (try? JSONParser.parse(raw, duplicateKeys: .lastWins))?["sessionUpdate"] != nil
    else { return nil }
    return String(decoding: raw, as: UTF8.self)
  }

  private static func member(_ key: String, _ object: [UInt8]) -> [UInt8]? {
    (try? JSONText.members(object, in: 0..<object.count))?.first { $0.key == key }.map { Array(object[$0.value]) }
  }
}
