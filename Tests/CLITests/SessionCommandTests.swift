import JSON
import Testing

@Suite("Commands about sessions")
struct SessionCommandTests {
  static let session: JSONValue = [
    "id": "sess-0123456789abcdef", "agent_name": "general", "provider": "probe", "workspace_id": "ws_1",
    "workspace_path": "/ws", "channel": "default", "type": "user", "state": "active", "badge": "idle",
    "attachable": true, "acp_session_id": "probe-1", "acp_caps": ["supports_load_session": true],
    "created_at": "2026-01-02T03:04:05.123456789Z", "updated_at": "2026-01-02T03:04:06Z",
  ]

  static func daemon(
    _ answers: @escaping @Sendable (FakeDaemon.Request) -> FakeDaemon.Reply? = { _ in nil }
  ) throws -> FakeDaemon {
    try FakeDaemon { request in
      if let reply = answers(request) { return reply }
      switch request.line {
      case "GET /api/sessions/sess-0123456789abcdef", "GET /api/workspaces/ws_1/sessions/sess-0123456789abcdef":
        return .json(["session": session])
      default: return .json(["error": "not here (next: look elsewhere)", "code": "session_not_found"], status: 404)
      }
    }
  }

  @Test("A new session is created with a key, in the current directory unless told otherwise")
  func new() throws {
    let daemon = try Self.daemon {
      $0.line == "POST /api/sessions" ? .json(["session": Self.session], status: 201) : nil
    }
    let result = try CommandRun(
      ["session", "new", "--name", "first", "--provider", "probe", "-o", "json"],
      environment: ["AGH_HOME": daemon.home], directory: "/usr"
    ).end()
    #expect(result.status == 0)
    #expect(try JSONParser.parse(result.output) == Self.session)
    let request = try #require(daemon.requests.first)
    #expect(request.body == ["provider": "probe", "name": "first", "workspace_path": "/usr"])
    #expect(request.headers["idempotency-key"]?.hasPrefix("cli-") == true)
    _ = try daemon.run("session", "new", "--workspace", "main", "--agent", "general", "--no-wait")
    let second = try #require(daemon.requests.last)
    #expect(second.body == ["agent_name": "general", "workspace": "main"])
    #expect(second.target == "/api/sessions?wait=false")
    #expect(second.headers["idempotency-key"] != request.headers["idempotency-key"])
    #expect(try daemon.run("session", "new", "--workspace", "a", "--cwd", "/b").status == 1)
  }

  @Test("A create is repeated with the same key when the daemon goes away under it")
  func newAcrossDaemons() throws {
    let daemon = try Self.daemon { request in
      guard request.line == "POST /api/sessions" else { return nil }
      return .json(["session": Self.session], status: 201)
    }
    let first = try FlakyDaemon.cuttingFirst(of: daemon)
    let result = try first.run("session", "new", "--workspace", "main")
    #expect(result.status == 0)
    #expect(result.errors == "the daemon went away; waiting for the next one\n")
    #expect(Set(first.requests.map { $0.headers["idempotency-key"] }).count == 1)
    #expect(first.requests.count == 2)
  }

  @Test("A session is shown with every label of the contract")
  func human() throws {
    let daemon = try Self.daemon { $0.method == "POST" ? .json(.null, status: 204) : nil }
    let result = try daemon.run("session", "stop", "sess-0123456789abcdef")
    let labels = result.output.split(separator: "\n").prefix { $0 != "Capabilities" }.dropFirst(2)
      .map { String($0.prefix { $0 != ":" }) }
    #expect(
      labels == [
        "ID", "Name", "Agent", "Provider", "Workspace", "Channel", "State", "Badge", "Attached To", "Attach Expires",
        "Stop Reason", "Stop Detail", "Failure Kind", "Failure Summary", "Crash Bundle", "ACP Session", "Created",
        "Updated", "Age",
      ])
    #expect(result.output.contains("\nCreated:          2026-01-02T03:04:05Z\n"))
    #expect(result.output.contains("\nName:             --\n"))
    #expect(result.output.contains("\nCapabilities\n============\nSupports Load:  true\nModes:          --\n"))
    #expect(daemon.requests.map(\.line).contains("POST /api/workspaces/ws_1/sessions/sess-0123456789abcdef/stop"))
  }

  @Test("The list passes its filters on, prints a bare array, and tells of more")
  func list() throws {
    let daemon = try Self.daemon { request in
      guard request.line == "GET /api/sessions" else { return nil }
      return .json(["sessions": [Self.session], "next_cursor": "abc"])
    }
    let result = try daemon.run(
      "session", "list", "--all", "--workspace", "a b", "--limit", "5", "--cursor", "x/y", "-o", "json")
    #expect(try JSONParser.parse(result.output) == [Self.session])
    #expect(result.errors == "there are more: --cursor abc\n")
    #expect(daemon.requests.first?.target == "/api/sessions?all=true&workspace=a%20b&limit=5&cursor=x%2Fy")
    let table = try daemon.run("session", "list").output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      table[2].split(separator: " ") == [
        "ID", "Name", "Agent", "Provider", "Backend", "State", "Badge", "Failure", "Workspace", "Channel", "Updated",
      ])
    #expect(table[4].hasPrefix("sess-0123456789abcdef  --    general  probe     --       active  idle   --"))
  }

  @Test("What the daemon refuses is told with its code and next step")
  func refusal() throws {
    let daemon = try Self.daemon()
    let people = try daemon.run("session", "status", "sess-unknown")
    #expect(people.status == 1)
    #expect(people.errors == "error: not here\nnext: look elsewhere\n")
    let programs = try daemon.run("session", "status", "sess-unknown", "-o", "json")
    #expect(
      try JSONParser.parse(programs.errors) == [
        "error": "not here (next: look elsewhere)", "code": "session_not_found",
      ])
  }

  @Test("An approval names its request and its decision")
  func approve() throws {
    let daemon = try Self.daemon { $0.line.hasSuffix("/approve") ? .json(["status": "approved"]) : nil }
    let id = "sess-0123456789abcdef"
    let result = try daemon.run(
      "session", "approve", id, "--request-id", "turn-1:call-1", "--decision", "allow-once", "-o", "json")
    #expect(try JSONParser.parse(result.output) == ["session_id": .string(id), "status": "approved"])
    #expect(daemon.requests.last?.body == ["request_id": "turn-1:call-1", "decision": "allow-once"])
    let asked = daemon.requests.count
    #expect(try daemon.run("session", "approve", id, "--request-id", "x", "--decision", "maybe").status == 1)
    #expect(try daemon.run("session", "approve", id, "--decision", "allow-once").status == 1)
    #expect(try daemon.run("session", "approve", id, "--request-id", "x").errors.contains("--decision"))
    #expect(daemon.requests.count == asked, "nothing is asked of the daemon for a mistake")
  }
}

/// A daemon that goes away at the first request that changes something, and answers the next.
enum FlakyDaemon {
  static func cuttingFirst(of daemon: FakeDaemon) throws -> FakeDaemon {
    let isFirst = Flag()
    return try FakeDaemon { request in
      request.method == "POST" && isFirst.take() ? .gone : daemon.reply(to: request)
    }
  }
}
