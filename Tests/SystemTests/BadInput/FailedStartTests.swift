import Home
import JSON
import Platform
import Testing

/// Sessions that cannot start: each failure has its own code and says what to do, over HTTP and on the command line.
@Suite("Sessions that cannot start", .blocking)
struct FailedStartTests {
  /// One way to fail.
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    /// The provider's command; nil for the rehearsal agent.
    var command: String?
    /// Members of the request that differ from one that works; nil takes a member out.
    var request: [String: JSONValue?] = [:]
    let status: Int
    let code: String
    /// Whether the session is kept, stopped, with the reason: its start had begun.
    var isListed = false

    var testDescription: String { what }
  }

  static let cases = [
    Case(what: "unknown agent", request: ["agent_name": "nobody"], status: 400, code: "unknown_agent"),
    Case(what: "unknown provider", request: ["provider": "nothing"], status: 400, code: "unknown_provider"),
    Case(
      what: "unknown workspace", request: ["workspace": "ws_0123456789abcdef", "workspace_path": nil], status: 404,
      code: "workspace_not_found"),
    Case(
      what: "a directory that is gone", request: ["workspace_path": "{root}/gone"], status: 410,
      code: "working_directory_missing"),
    Case(
      what: "a file as the directory", request: ["workspace_path": "{root}/w/README.md"], status: 400,
      code: "invalid_request"),
    Case(
      what: "a relative directory", request: ["workspace_path": "w"], status: 400, code: "invalid_request"),
    Case(what: "no directory", request: ["workspace_path": nil], status: 400, code: "invalid_request"),
    Case(what: "a name that is no text", request: ["name": 5], status: 400, code: "invalid_json"),
    Case(
      what: "a command that does not exist", command: "/nowhere/agent", status: 422, code: "agent_command_not_found"),
    Case(
      what: "a command that is not on the path", command: "no-such-agent-anywhere --acp", status: 422,
      code: "agent_command_not_found"),
    Case(
      what: "a command that is not executable", command: "{root}/w/README.md", status: 422,
      code: "agent_command_not_executable"),
    Case(
      what: "an agent that exits at once", command: "{agent} --exit-at-start 3", status: 502,
      code: "agent_exited_at_start", isListed: true),
    Case(
      what: "a command that succeeds at once", command: "/bin/true", status: 502, code: "agent_exited_at_start",
      isListed: true),
    Case(
      what: "an agent that never answers initialize", command: "{agent} --no-initialize", status: 504,
      code: "agent_start_timeout", isListed: true),
    Case(
      what: "an agent of another version", command: "{agent} --protocol-version 9", status: 502,
      code: "agent_protocol_version", isListed: true),
    Case(
      what: "an agent that wants a login", command: "{agent} --require-auth", status: 422, code: "agent_auth_required",
      isListed: true),
    Case(
      what: "a command that is no agent", command: "/usr/bin/yes", status: 502, code: "agent_protocol_error",
      isListed: true),
  ]

  @Test("Over HTTP and by command", arguments: cases)
  func start(_ item: Case) throws {
    var options = TestHome.Options()
    let command = item.command?.replacing("{agent}", with: "\(Build.agh) rehearsal-agent")
    options.providers["tried"] = command ?? "\(Build.agh) rehearsal-agent"
    options.configuration = "[session.limits]\nstart_timeout = \"2s\"\n"
    let home = try TestHome(options)
    let daemon = try TestDaemon(home)

    let answer = try daemon.api.send("POST", "/api/sessions", body: body(item, home))
    #expect(answer.status == item.status, "\(answer)")
    #expect(answer.code == item.code, "\(answer)")
    #expect(answer.json["error"]?.string?.contains("(next: ") == true, "no next step: \(answer)")
    try checkRemains(item, home, sessions: 1)

    guard item.request.isEmpty || item.request.keys.contains("agent_name") || item.request.keys.contains("provider")
    else { return #expect(try daemon.stop() == .status(0)) }
    let result = try home.run(
      "session", "new", "--agent", text(item, "agent_name") ?? "general", "--provider",
      text(item, "provider") ?? "tried", "-o", "json")
    #expect(result.status == 1)
    let error = try JSONParser.parse(Array(result.errors.utf8))
    #expect(error["code"]?.string == item.code)
    #expect(result.output.isEmpty)
    let human = try home.run(
      "session", "new", "--agent", text(item, "agent_name") ?? "general", "--provider",
      text(item, "provider") ?? "tried")
    #expect(human.errors.hasPrefix("error: ") && human.errors.contains("\nnext: "), "\(human)")
    try checkRemains(item, home, sessions: 3)
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  private func text(_ item: Case, _ key: String) -> String? { item.request[key].flatMap { $0?.string } }

  private func body(_ item: Case, _ home: TestHome) -> JSONValue {
    var body: JSONObject = [
      "agent_name": "general", "provider": "tried", "workspace_path": .string(home.workspace),
    ]
    for (key, value) in item.request {
      if case .string(let text)? = value {
        body[key] = .string(text.replacing("{root}", with: home.root))
      } else {
        body[key] = value
      }
    }
    return .object(body)
  }

  /// What was refused left nothing; what had begun to start is listed as stopped with its reason, and nothing runs.
  private func checkRemains(_ item: Case, _ home: TestHome, sessions count: Int) throws {
    #expect(home.marked().isEmpty, "left: \(home.describe(home.marked()))")
    try eventually("run directories are gone") { Files.names(home.home.run).isEmpty }
    let listed = try API(socket: home.home.socket).get("/api/sessions?all=true")["sessions"]?.array ?? []
    guard item.isListed else {
      #expect(listed.isEmpty)
      #expect(Files.names(home.home.sessions).isEmpty)
      return
    }
    #expect(listed.count == count)
    #expect(listed.allSatisfy { $0["state"]?.string == "stopped" && $0["badge"]?.string == "failed" })
    #expect(listed.allSatisfy { $0["failure"]?["summary"]?.string?.isEmpty == false })
    let session = try SessionHandle(home, payload: listed[0])
    let types = try session.events().compactMap { $0["type"]?.string }
    #expect(types.count { $0 == "error" } == 1 && types.last == "session_stopped", "\(types)")
  }
}
