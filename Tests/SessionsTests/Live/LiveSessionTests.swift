import Home
import JSON
import Journal
import Platform
import Synchronization
import Testing

@testable import Sessions

@Suite("A live session", .timeLimit(.minutes(1)))
struct LiveSessionTests {
  @Test("starts its agent, runs a turn, stops and leaves a truthful journal")
  func wholeLife() async throws {
    let model = try LiveModel()
    let session = try await model.create()
    #expect(session.shown.snapshot?.state == .active)
    let ticket = try await session.prompt(NewPrompt(message: "hello", bodyHash: "h"), key: nil)
    let rows = try await model.wait(session) { $0.contains { $0.type == .done } }
    #expect(rows.map(\.type) == [.userMessage, .agentMessage, .done])
    #expect(rows.allSatisfy { $0.turn == ticket.turn })
    try await session.stop(StopIntent(cause: .userRequested, detail: nil))
    #expect(session.shown.snapshot?.state == .stopped)
    #expect(session.shown.snapshot?.stopReason == "user_canceled")
    #expect(try model.events(session.id).last?.type == .sessionStopped)
    #expect(model.projected.withLock { $0.last?.state } == .stopped)
    session.executor.stop()
  }

  @Test("goes on with the same turn under another daemon, and sends nothing twice")
  func adoption() async throws {
    let model = try LiveModel { message, agent in
      guard message["method"] == "session/prompt" else { return FakeAgent.echo(message, agent) }
      agent.chunk("first")
    }
    let first = try await model.create()
    try await first.prompt(NewPrompt(message: "work", bodyHash: "h"), key: "k")
    _ = try await model.wait(first) { $0.contains { $0.type == .agentMessage } }
    await first.abandonForTest()
    let agent = try model.host.agent(first.id).orThrow()
    agent.chunk("while nobody looked")
    agent.write(#"{"jsonrpc":"2.0","method":"session/update","par"#)
    let second = try await model.adopt(first.id)
    agent.write(
      #"ams":{"sessionId":"acp-1","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"torn"}}}}"#
        + "\n")
    agent.reply(agent.received.last { $0["method"] == "session/prompt" }?["id"], ["stopReason": "end_turn"])
    let rows = try await model.wait(second) { $0.contains { $0.type == .done } }
    #expect(rows.map(\.type) == [.userMessage, .agentMessage, .agentMessage, .agentMessage, .done])
    #expect(rows.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(agent.received.count { $0["method"] == "session/prompt" } == 1)
    let repeated = try await second.prompt(NewPrompt(message: "work", bodyHash: "h"), key: "k")
    #expect(repeated.repeated)
    #expect(repeated.firstSequence == 1)
    try await second.stop(StopIntent(cause: .userRequested, detail: nil))
  }

  @Test("lets the shim forget before the tick when its agent writes a lot")
  func acknowledgesEarly() async throws {
    // A second never passes on this clock: its deadlines lie far beyond those of the thread's own.
    let model = try LiveModel(clock: ManualClock(boot: BootTime(nanoseconds: 1 << 62)))
    let session = try await model.create()
    let agent = try model.host.agent(session.id).orThrow()
    agent.chunk("a word")
    _ = try await model.wait(session) { $0.count == 1 }
    _ = await session.epoch
    let before = agent.acknowledged
    #expect(before < agent.outputLength)
    let megabyte = String(repeating: "x", count: 1 << 20)
    for _ in 0..<33 { agent.chunk(megabyte) }
    _ = try await model.wait(session) { $0.count == 34 }
    _ = await session.epoch
    #expect(agent.acknowledged >= 32 << 20)
  }

  @Test("keeps a permission open over a change of daemons, with the same id, and answers it once")
  func permission() async throws {
    let model = try LiveModel { message, agent in
      guard message["method"] == "session/prompt" else { return FakeAgent.echo(message, agent) }
      agent.send([
        "jsonrpc": "2.0", "id": "ask-1", "method": "session/request_permission",
        "params": [
          "sessionId": "acp-1", "toolCall": ["toolCallId": "c1", "kind": "edit", "title": "Edit"],
          "options": [["optionId": "yes", "name": "Yes", "kind": "allow_once"]],
        ],
      ])
    }
    let first = try await model.create()
    try await first.prompt(NewPrompt(message: "work", bodyHash: "h"), key: nil)
    _ = try await model.wait(first) { $0.contains { $0.type == .permission } }
    let asked = await first.pendingPermissions()
    await first.abandonForTest()
    let second = try await model.adopt(first.id)
    #expect(await second.pendingPermissions() == asked)
    let answer = PermissionAnswer(requestID: asked.first?.requestID, turnID: nil, decision: "allow-once")
    try await second.approve(answer)
    try await second.approve(answer)
    _ = try await model.wait(second) { $0.count { $0.type == .permission } == 2 }
    let agent = try model.host.agent(first.id).orThrow()
    #expect(agent.received.count { $0["id"] == "ask-1" } == 1)
    try await second.stop(StopIntent(cause: .userRequested, detail: nil))
  }

  @Test("reads and writes files for its agent, inside the workspace only")
  func files() async throws {
    let model = try LiveModel { message, agent in
      switch (message["method"]?.string, message["id"]?.int) {
      case ("session/prompt", _):
        agent.send(Self.call(100, "fs/write_text_file", ["path": "deep/notes.txt", "content": "one\ntwo\nthree\n"]))
      case (nil, 100):
        agent.send(Self.call(101, "fs/read_text_file", ["path": "deep/notes.txt", "line": 2, "limit": 1]))
      case (nil, 101): agent.send(Self.call(102, "fs/read_text_file", ["path": "../../../../etc/passwd"]))
      case (nil, 102): agent.chunk("done")
      default: FakeAgent.echo(message, agent)
      }
    }
    let session = try await model.create(.approveAll)
    try await session.prompt(NewPrompt(message: "work", bodyHash: "h"), key: nil)
    _ = try await model.wait(session) { $0.contains { $0.type == .agentMessage } }
    let received = try model.host.agent(session.id).orThrow().received
    #expect(received.first { $0["id"] == 100 }?["result"] == [:])
    #expect(received.first { $0["id"] == 101 }?["result"]?["content"] == "two\n")
    #expect(received.first { $0["id"] == 102 }?["error"]?["code"] == -32602)
    try await session.stop(StopIntent(cause: .userRequested, detail: nil))
  }

  private static func call(_ id: Int, _ method: String, _ params: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "id": .int(id), "method": .string(method), "params": params]
  }
}

extension LiveSession {
  /// What is left of a session when its daemon dies: nothing is closed, nothing is said.
  func abandonForTest() {
    shim?.close()
    shim = nil
    reading.output = nil
    timers.reset(on: executor)
    broken = nil
    writer = nil
  }
}
