import ACP
import Glibc
import JSON
import Testing

@Suite struct RehearsalAgentTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func echoesTextInNumberedChunks() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    let text = "The quick brown fox jumps over the lazy dog and then goes home to sleep for a while"
    #expect(try client.prompt(text, session).stopReason == .endTurn)
    #expect(client.updates.numbers == [1, 2, 3])
    #expect(
      client.updates.texts.map { $0.drop { $0 != " " }.dropFirst().dropLast() }.joined(separator: " ") == text)
  }

  @Test func numbersGoOnOverTurnsAndProcesses() throws {
    let first = try TestClient(in: directory)
    let session = try first.start(in: directory)
    try first.prompt("stream 50 chunks; think", session)
    try first.prompt("stream 5 of 1000 bytes; flood 300", session)
    #expect(first.updates.numbers == Array(1...356))
    #expect(first.updates[51].text?.utf8.count ?? 0 >= 1000)
    kill(first.pid, SIGKILL)

    let second = try TestClient(in: directory)
    _ = try second.start(in: directory)
    let load = LoadSessionRequest(sessionID: session, setup: NewSessionRequest(cwd: directory.path))
    #expect(try SessionState(json: second.call(.sessionLoad, load.json)).modes?.currentModeID == "ask")
    #expect(second.updates.map(\.kind).contains(.userMessageChunk))
    let replayed = second.updates.count
    try second.prompt("recall", session)
    #expect(second.updates[replayed...].first?.text == "#357 I remember 2 earlier prompts\n")
    #expect(try directory.read(".rehearsal/.gitignore") == "*\n")
  }

  @Test func readsThroughTheClient() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    client.handler = { method, params in
      #expect(method == .readTextFile)
      let request = try ReadTextFileRequest(json: params)
      #expect(request.path == self.directory.path + "/README.md")
      return ReadTextFileResponse(content: "# Title\n").json
    }
    try client.prompt("read README.md", session)
    #expect(client.updates.map(\.kind) == [.toolCall, .toolCallUpdate, .agentMessageChunk])
    #expect(client.updates.map(\.status) == [.inProgress, .completed, nil])
    #expect(client.updates[0].locations?.map(\.path) == [directory.path + "/README.md"])
    #expect(client.updates.last?.text == "#1 read README.md: 8 bytes\n")
  }

  @Test func asksBeforeItWrites() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    var decision = PermissionOutcome.selected("reject")
    client.handler = { method, params in
      switch method {
      case .requestPermission:
        let request = try PermissionRequest(json: params)
        #expect(request.toolCall.kind == .edit)
        #expect(request.toolCall.locations?.map(\.path) == [self.directory.path + "/notes.txt"])
        #expect(request.options.map(\.kind) == [.allowOnce, .allowAlways, .rejectOnce, .rejectAlways])
        return decision.json
      case .writeTextFile:
        let request = try WriteTextFileRequest(json: params)
        #expect(request.content == "hello there\n")
        return [:]
      default: throw RPCError.methodNotFound(method.rawValue)
      }
    }
    try client.prompt("write notes.txt hello there", session)
    #expect(client.calls.map(\.method) == ["session/request_permission"])
    #expect(client.updates.compactMap(\.status).last == .failed)

    decision = .selected("allow")
    try client.prompt("write notes.txt hello there", session)
    #expect(client.calls.map(\.method).suffix(2) == ["session/request_permission", "fs/write_text_file"])
    #expect(client.updates.compactMap(\.status).last == .completed)

    try client.prompt("mode auto; write notes.txt hello there", session)
    #expect(client.calls.map(\.method).suffix(2) == ["fs/write_text_file", "fs/write_text_file"])
  }

  @Test func runsCommandsInATerminal() throws {
    let client = try TestClient(["--string-ids"], in: directory)
    let session = try client.start(in: directory)
    client.handler = { method, params in
      switch method {
      case .requestPermission: return PermissionOutcome.selected("always").json
      case .terminalCreate:
        let request = try CreateTerminalRequest(json: params)
        #expect([request.command] + request.args == ["ls", "-l"])
        return CreateTerminalResponse(terminalID: "term-1").json
      case .terminalWaitForExit: return TerminalExitStatus(exitCode: 0).json
      case .terminalOutput: return TerminalOutput(output: "a\nb\n", truncated: false).json
      default: return [:]
      }
    }
    try client.prompt("run ls -l", session)
    #expect(
      client.calls.map(\.method) == [
        "session/request_permission", "terminal/create", "terminal/wait_for_exit", "terminal/output",
        "terminal/release",
      ])
    #expect(client.callIDs.first == RPCID(string: "req-1"))
    #expect(client.updates.last?.text?.contains("exit 0, 4 bytes") == true)
    client.handler = { method, _ in throw RPCError.invalidParams("acp: permission denied") }
    #expect(try client.prompt("mode auto; run ls | wc", session).stopReason == .endTurn)
    #expect(client.updates.last?.text?.contains("permission denied") == true)
    #expect(client.calls.last?.params["args"] == ["-c", "ls | wc"])
  }

  @Test func plansThinksAndCounts() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    let answer = try client.prompt("plan\nthink about it\nusage", session)
    #expect(client.updates.map(\.kind) == [.plan, .plan, .plan, .plan, .agentThoughtChunk, .usageUpdate])
    #expect(answer.usage?.totalTokens ?? 0 > 0)
    #expect(client.updates.last?.json["cost"]?["amount"]?.number?.text == "0.25")
  }

  @Test func sendsWhatItIsTold() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    let update = #"{"b":1.50, "sessionUpdate":"x/new","dup":1,"dup":";"}"#
    try client.prompt("send \(update)\nsend {\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}", session)
    #expect(client.updates.map(\.object) == [Array(update.utf8)])
  }

  @Test func showsWhatCameBeforeThePrompt() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    let blocks = ["earlier talk", "context"].map { ContentBlock(text: $0) }
    _ = try client.call(.sessionPrompt, PromptRequest(sessionID: session, prompt: blocks).json)
    #expect(client.updates.texts == ["#1 1 block before the prompt\n", "#2 earlier talk\n"])
  }

  @Test func logsEveryLine() throws {
    let log = directory.path + "/log"
    let client = try TestClient(["--log", log], in: directory)
    let session = try client.start(in: directory)
    try client.prompt("hello", session)
    let lines = try directory.read("log").split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("<- {") } == 3)
    #expect(lines.count { $0.hasPrefix("-> {") } == 4)
    #expect(lines.last?.contains("end_turn") == true)
  }

  @Test func endsWithItsInput() throws {
    let client = try TestClient(in: directory)
    _ = try client.start(in: directory)
    client.closeInput()
    #expect(try client.waitForExit() == 0)
  }
}
