import ACP
import Glibc
import JSON
import Platform
import Testing

@Suite struct MisbehaviourTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func diesAndExitsAsAsked() throws {
    for (script, status) in [("crash", SIGSEGV), ("exit 3", 3 << 8)] {
      let client = try TestClient(in: directory)
      let session = try client.start(in: directory)
      #expect(throws: TestClient.Failure.self) { try client.prompt("think; \(script)", session) }
      #expect(client.updates.count == 1)
      #expect(try client.waitForExit() == status)
    }
  }

  @Test func printsGarbage() throws {
    let client = try TestClient(["--noise", "12"], in: directory)
    let session = try client.start(in: directory)
    #expect(client.noise.count == 12)
    try client.prompt("garbage 4; say hello", session)
    #expect(client.noise.count == 16)
    #expect(client.updates.numbers == [1])
  }

  @Test func cutsALineInTwo() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    try client.prompt("partial-line; sleep 50ms; say hello", session)
    #expect(client.updates.numbers == [1, 2])
    #expect(client.noise.isEmpty)
    _ = try client.request(
      .sessionPrompt, PromptRequest(sessionID: session, prompt: [ContentBlock(text: "partial-line; exit 0")]).json)
    let rest = try client.readToEnd()
    #expect(rest.last != UInt8(ascii: "\n"))
    #expect(!JSONText.isValid(rest))
  }

  @Test func staysWhenItsInputEnds() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    try client.prompt("ignore-eof", session)
    _ = try client.request(
      .sessionPrompt, PromptRequest(sessionID: session, prompt: [ContentBlock(text: "sleep 200ms; say hello")]).json)
    client.closeInput()
    try client.receive { $0.text == "#1 hello\n" }
    #expect(client.isRunning)
    kill(client.pid, SIGTERM)
    #expect(try client.waitForExit() == SIGTERM)
  }

  @Test func paysNoAttentionToTermination() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    try client.prompt("ignore-term", session)
    kill(client.pid, SIGTERM)
    try client.prompt("hello", session)
    #expect(client.updates.numbers == [1])
  }

  @Test func hangs() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    _ = try client.request(
      .sessionPrompt, PromptRequest(sessionID: session, prompt: [ContentBlock(text: "think; hang")]).json)
    try client.receive { $0.kind == .agentThoughtChunk }
    client.closeInput()
    #expect(client.isRunning)
    kill(client.pid, SIGTERM)
    #expect(try client.waitForExit() == SIGTERM)
  }

  @Test func startsATreeOfProcesses() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    try client.prompt("spawn-tree", session)
    let text = try #require(client.updates.texts.first)
    let pids = text.split { !$0.isNumber }.dropFirst().compactMap { pid_t($0) }
    #expect(pids.count == 3)
    #expect(pids.allSatisfy { kill($0, 0) == 0 })
    // The command that leaves the session is a program, which takes its time.
    for _ in 0..<3000 where getsid(pids[1]) != pids[1] { poll(nil, 0, 10) }
    #expect(getsid(pids[1]) == pids[1])
    #expect(Set(try client.tree().map(\.pid)).isSuperset(of: [client.pid, pids[0], pids[1]]))
  }

  @Test func sendsAfterTheAnswer() throws {
    let client = try TestClient(in: directory)
    let session = try client.start(in: directory)
    try client.prompt("say hello; late 2", session)
    #expect(client.updates.numbers == [1])
    try client.receive { $0.text == "#3 late\n" }
  }

  @Test func setUpsForTests() throws {
    let initialize = InitializeRequest(clientCapabilities: ClientCapabilities()).json
    #expect(try TestClient(["--exit-at-start", "3"], in: directory).waitForExit() == 3 << 8)
    let old = try TestClient(["--protocol-version", "9"], in: directory)
    #expect(try InitializeResponse(json: old.call(.initialize, initialize)).protocolVersion == 9)

    let silent = try TestClient(["--no-initialize"], in: directory)
    _ = try silent.request(.initialize, initialize)
    #expect(throws: RPCError.self) { try silent.call(ACPMethod("no/such"), [:]) }

    let locked = try TestClient(["--require-auth"], in: directory)
    let error = #expect(throws: RPCError.self) { try locked.start(in: directory) }
    #expect(error?.code == .authRequired)
    _ = try locked.call(.authenticate, AuthenticateRequest(methodID: "rehearsal").json)
    #expect(try !locked.start(in: directory).isEmpty)

    let early = try TestClient(["--early-updates", "--no-load", "--resume"], in: directory)
    let session = try early.start(in: directory)
    #expect(early.updates.map(\.kind) == [.availableCommandsUpdate])
    let load = LoadSessionRequest(sessionID: session, setup: NewSessionRequest(cwd: directory.path)).json
    #expect(throws: RPCError.self) { try early.call(.sessionLoad, load) }
    _ = try early.call(.sessionResume, load)
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    let client = try TestClient(in: directory)
    _ = try client.start(in: directory)
    #expect(throws: RPCError.self) { try client.prompt("hello", "rehearsal-0000000000000000") }
    let load = LoadSessionRequest(sessionID: "../../etc/passwd", setup: NewSessionRequest(cwd: "/")).json
    let error = #expect(throws: RPCError.self) { try client.call(.sessionLoad, load) }
    #expect(error?.code == .resourceNotFound)
    #expect(throws: RPCError.self) { try client.call(.sessionNew, NewSessionRequest(cwd: "relative").json) }
    #expect(throws: RPCError.self) { try client.call(.sessionNew, [:]) }
    try client.send(Array("no json\n".utf8))
    let answer = try client.next()
    #expect(answer.kind == .failure(id: .null))
  }
}
