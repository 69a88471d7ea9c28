import JSON
import Testing

@Suite("agh session prompt")
struct PromptTests {
  private static let id = "sess-0123456789abcdef"
  private static let post = "POST /api/workspaces/ws_1/sessions/\(id)/prompt"

  private static func event(_ type: String, _ fields: KeyValuePairs<String, JSONValue> = [:], sequence: Int) -> String {
    var value: JSONValue = [
      "type": .string(type), "session_id": "probe-1", "turn_id": "turn-1", "timestamp": "2026-01-02T03:04:05.5Z",
    ]
    if case .object(var object) = value {
      for (key, field) in fields { object[key] = field }
      value = .object(object)
    }
    return frame(value, id: sequence, event: type)
  }

  private static func words(_ text: String, sequence: Int) -> String {
    event("agent_message", ["text": .string(text)], sequence: sequence)
  }

  private static func done(sequence: Int, _ reason: String = "end_turn") -> String {
    event("done", ["stop_reason": .string(reason)], sequence: sequence)
  }

  private static func daemon(_ replies: FakeDaemon.Reply...) throws -> FakeDaemon {
    let queue = Queue(replies)
    return try SessionCommandTests.daemon { $0.line == post ? queue.next() : nil }
  }

  @Test("The agent's words come as they are, everything else as a line")
  func human() throws {
    let daemon = try Self.daemon(
      .events([
        Self.words("One ", sequence: 2), Self.words("two.", sequence: 3),
        Self.event("thought", ["text": "hm"], sequence: 4),
        Self.event("tool_call", ["title": "Read a.txt", "tool_call_id": "t1"], sequence: 5),
        Self.event("tool_call", ["tool_call_id": "t1"], sequence: 6),
        Self.event(
          "tool_result", ["tool_call_id": "t1", "tool_result": ["content": "line one\nline\u{1B}[2J two\n"]],
          sequence: 7),
        Self.event("tool_call", ["title": "ls", "tool_call_id": "t2"], sequence: 8),
        Self.event(
          "tool_result", ["tool_call_id": "t2", "tool_error": true, "tool_result": ["stderr": "no"]], sequence: 9),
        Self.event(
          "plan", ["raw": ["entries": [["content": "look", "status": "completed"], ["content": "do"]]]], sequence: 10),
        Self.words("Three.\n", sequence: 11), Self.done(sequence: 12, "max_tokens"),
      ]))
    let result = try daemon.run("session", "prompt", Self.id, "hello")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(
      result.output == """
        One two.
        [thought] hm
        [tool] Read a.txt
        [tool] Read a.txt: completed
          | line one
          | line\\x1b[2J two
        [tool] ls
        [tool] ls: failed
          | no
        [plan]
          [x] look
          [ ] do
        Three.
        [stopped] max_tokens

        """)
    let request = try #require(daemon.requests.last)
    #expect(request.body == ["message": "hello"])
    #expect(request.target.hasSuffix("/prompt?format=raw"))
  }

  @Test("json is one array of events, jsonl the frames for web chats, toon a counted list")
  func formats() throws {
    let events = [Self.words("a", sequence: 2), Self.done(sequence: 3)]
    let daemon = try SessionCommandTests.daemon { request in
      guard request.line == Self.post else { return nil }
      if request.target.hasSuffix("format=raw") { return .events(events) }
      return .events([
        frame(["type": "start", "messageId": "turn-1"], id: 1), frame(["type": "text-delta", "delta": "a"], id: 2),
        frame(["type": "finish", "finishReason": "stop"], id: 3), "data: [DONE]\n\n",
      ])
    }
    let json = try daemon.run("session", "prompt", Self.id, "x", "--json")
    let array = try #require(JSONParser.parse(json.output).array)
    #expect(array.map { $0["type"]?.string } == ["agent_message", "done"])
    #expect(json.output == String(decoding: JSONValue.array(array).serialize(pretty: true), as: UTF8.self) + "\n")
    let lines = try daemon.run("session", "prompt", Self.id, "x", "-o", "jsonl")
    #expect(
      lines.output == """
        {"type":"start","messageId":"turn-1"}
        {"type":"text-delta","delta":"a"}
        {"type":"finish","finishReason":"stop"}

        """)
    let toon = try daemon.run("session", "prompt", Self.id, "x", "-o", "toon")
    #expect(
      toon.output == """
        prompt_events[2]{timestamp,type,detail,stop_reason}:
          2026-01-02T03:04:05Z,agent_message,a,""
          2026-01-02T03:04:05Z,done,"",end_turn

        """)
  }

  @Test("A turn that fails exits with 1, in every format")
  func failure() throws {
    let daemon = try SessionCommandTests.daemon { request in
      guard request.line == Self.post else { return nil }
      guard request.target.hasSuffix("format=raw") else {
        return .events([
          frame(["type": "start", "messageId": "turn-1"]), frame(["type": "error", "errorText": "nope"]),
          frame(["type": "finish", "finishReason": "stop"]),
        ])
      }
      return .events([Self.words("a", sequence: 2), Self.event("error", ["error": "nope"], sequence: 3)])
    }
    for format in ["human", "json", "jsonl", "toon"] {
      let result = try daemon.run("session", "prompt", Self.id, "x", "-o", format)
      #expect(result.status == 1, "\(format)")
      #expect(result.errors.contains("nope"), "\(format)")
    }
    let json = try daemon.run("session", "prompt", Self.id, "x", "--json")
    #expect(try JSONParser.parse(json.errors)["code"]?.string == "turn_failed")
    #expect(try JSONParser.parse(json.output).array?.count == 2)
  }

  @Test("When the daemon goes away the command waits for the next and goes on, without a gap or a repetition")
  func acrossDaemons() throws {
    let daemon = try Self.daemon(
      .cut([Self.words("1 ", sequence: 2), Self.words("2 ", sequence: 3)]),
      .gone,
      .cut([Self.words("2 ", sequence: 3), Self.words("3 ", sequence: 4)]),
      .events([Self.words("3 ", sequence: 4), Self.words("4", sequence: 5), Self.done(sequence: 6)]))
    let result = try daemon.run("session", "prompt", Self.id, "count")
    #expect(result.status == 0)
    #expect(result.output == "1 2 3 4\n")
    #expect(result.errors == "the daemon went away; waiting for the next one, the turn goes on without it\n")
    let prompts = daemon.requests.filter { $0.line == Self.post }
    #expect(Set(prompts.map { $0.headers["idempotency-key"] }).count == 1, "one key names one turn")
    #expect(
      prompts.map { $0.target.split(separator: "?").last } == [
        "format=raw", "format=raw&after_sequence=2", "format=raw&after_sequence=2", "format=raw&after_sequence=3",
      ])
  }

  @Test("A command does not wait for a daemon whose home is gone")
  func homeIsGone() throws {
    let daemon = try Self.daemon(.cut([Self.words("1", sequence: 2)]), .gone)
    let command = try daemon.start(["session", "prompt", Self.id, "x"])
    _ = try command.awaitError("the daemon went away")
    daemon.removeHome()
    let result = try command.end()
    #expect(result.status == 69)
    #expect(result.errors.contains("the home \(daemon.home) is gone"))
  }

  @Test("Several frames of one stored event are told apart when the daemon goes away between them")
  func acrossDaemonsWithinAnEvent() throws {
    let start = frame(["type": "start", "messageId": "turn-1"], id: 1)
    let open = frame(["type": "text-start", "id": "b"], id: 2)
    let delta = frame(["type": "text-delta", "delta": "a"], id: 2)
    let end = frame(["type": "finish", "finishReason": "stop"], id: 3)
    let daemon = try Self.daemon(.cut([start, open]), .events([open, delta, end]))
    let result = try daemon.run("session", "prompt", Self.id, "x", "-o", "jsonl")
    #expect(result.output.split(separator: "\n").count == 4)
    #expect(daemon.requests.last?.target.hasSuffix("?after_sequence=1") == true)
  }

  @Test("A daemon that is not there at the start is not waited for")
  func absent() throws {
    let daemon = try SessionCommandTests.daemon {
      $0.line == Self.post ? .json(["error": "busy", "code": "prompt_in_progress"], status: 409) : nil
    }
    let result = try daemon.run("session", "prompt", Self.id, "x")
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("error: busy\n"))
    #expect(
      try CommandRun(["session", "prompt", Self.id, "x"], environment: ["HOME": "/nonexistent"]).end().status == 69)
    #expect(try daemon.run("session", "prompt", Self.id, " ").errors.contains("<message> is empty"))
  }

  @Test("--detach returns the id of the turn")
  func detach() throws {
    let gate = FakeDaemon.Gate()
    let daemon = try Self.daemon(
      .held([frame(["type": "start", "messageId": "turn-7"], id: 1)], until: gate, then: []))
    let result = try daemon.run("session", "prompt", Self.id, "x", "--detach", "-o", "json")
    gate.open()
    #expect(result.status == 0)
    #expect(try JSONParser.parse(result.output) == ["prompt": ["status": "accepted", "new_turn_id": "turn-7"]])
  }

  @Test("Ctrl-C cancels the turn and waits for its end")
  func interrupt() throws {
    let gate = FakeDaemon.Gate()
    let daemon = try SessionCommandTests.daemon { request in
      if request.line == Self.post {
        return .held([Self.words("working", sequence: 2)], until: gate, then: [Self.done(sequence: 3, "cancelled")])
      }
      guard request.line == Self.post + "/cancel" else { return nil }
      gate.open()
      return .json(.null)
    }
    let command = try daemon.start(["session", "prompt", Self.id, "x"])
    #expect(try command.awaitOutput("working") == "working")
    command.signal(2)
    let result = try command.end()
    #expect(result.status == 130)
    #expect(result.output == "\n[stopped] cancelled\n")
    #expect(result.errors == "cancelling the turn; Ctrl-C again leaves it to itself\n")
    #expect(daemon.requests.last?.line == Self.post + "/cancel")
  }

  @Test("A second Ctrl-C leaves at once and says how to look at the turn")
  func secondInterrupt() throws {
    let gate = FakeDaemon.Gate()
    let daemon = try SessionCommandTests.daemon { request in
      if request.line == Self.post { return .held([Self.words("working", sequence: 2)], until: gate, then: []) }
      return request.line == Self.post + "/cancel" ? .json(.null) : nil
    }
    let command = try daemon.start(["session", "prompt", Self.id, "x"])
    _ = try command.awaitOutput("working")
    command.signal(2)
    _ = try command.awaitError("cancelling")
    command.signal(2)
    let result = try command.end()
    gate.open()
    #expect(result.status == 130)
    #expect(result.errors.contains("agh session events \(Self.id) --follow"))
  }

  @Test("Where nobody can be asked, the command says how to answer")
  func permission() throws {
    let options: JSONValue = [
      ["decision": "allow-once", "option_id": "a"], ["decision": "reject-once", "option_id": "r"],
    ]
    let pending: KeyValuePairs<String, JSONValue> = [
      "request_id": "turn-1:call-1", "title": "Edit notes.txt", "resource": "/ws/notes.txt",
      "raw": ["options": options],
    ]
    let daemon = try Self.daemon(
      .events([
        Self.event("permission", pending, sequence: 2),
        Self.event(
          "permission", ["request_id": "turn-1:call-1", "title": "Edit notes.txt", "decision": "allow-once"],
          sequence: 3),
        Self.done(sequence: 4),
      ]))
    let result = try daemon.run("session", "prompt", Self.id, "x")
    #expect(
      result.output == """
        [permission] Edit notes.txt (/ws/notes.txt)?
        [permission] Edit notes.txt: allow-once

        """)
    #expect(
      result.errors == """
        waiting for an answer: agh session approve \(Self.id) --request-id turn-1:call-1 --decision DECISION \
        (allow-once or reject-once)

        """)
  }

  @Test("On a terminal a person is asked, and the answer reaches the daemon; what is no answer is asked again")
  func dialog() throws {
    let gate = FakeDaemon.Gate()
    let options: JSONValue = ["allow-once", "allow-always", "reject-once"].reduce([]) { list, decision in
      .array((list.array ?? []) + [["decision": .string(decision)]])
    }
    let request: KeyValuePairs<String, JSONValue> = [
      "request_id": "turn-1:call-1", "title": "Edit notes.txt", "raw": ["options": options],
    ]
    let daemon = try SessionCommandTests.daemon { asked in
      if asked.line == Self.post {
        return .held(
          [Self.words("May I\u{1B}[8m?", sequence: 2), Self.event("permission", request, sequence: 3)], until: gate,
          then: [Self.words("Thanks.", sequence: 5), Self.done(sequence: 6)])
      }
      guard asked.line.hasSuffix("/approve") else { return nil }
      gate.open()
      return .json(["status": "approved"])
    }
    let command = try daemon.start(["session", "prompt", Self.id, "x"], onTerminal: true)
    let question = "Allow \"Edit notes.txt\"? [y = yes, a = always, n = no] "
    let shown = try command.awaitOutput(question)
    #expect(shown.hasPrefix("May I\\x1b[8m?\r\n"), "what an agent says cannot switch the terminal")
    command.type("maybe\n")
    _ = try command.awaitOutput(question)
    command.type("Always\n")
    let result = try command.end()
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("Thanks.\r\n"))
    let answers = daemon.requests.filter { $0.line.hasSuffix("/approve") }
    #expect(answers.map(\.body) == [["request_id": "turn-1:call-1", "decision": "allow-always"]])
  }
}
