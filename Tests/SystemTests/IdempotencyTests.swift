import Home
import JSON
import Journal
import Platform
import Testing

/// A request that carries an Idempotency-Key can be sent again.
@Suite("Repeated requests", .blocking)
struct IdempotencyTests {
  private func body(_ home: TestHome, name: String = "x") -> JSONValue {
    [
      "agent_name": "general", "provider": "rehearsal", "workspace_path": .string(home.workspace),
      "name": .string(name),
    ]
  }

  @Test("The same create answers the same session, now, at once, and under the next daemon; another body is refused")
  func create() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let api = first.api
    let body = body(home)
    let together = try (0..<8).map { _ in
      try Concurrently { try api.send("POST", "/api/sessions", body: body, key: "one") }
    }
    let answers = try together.map { try $0.value() }
    let ids = Set(answers.compactMap { $0.json["session"]?["id"]?.string })
    #expect(ids.count == 1, "\(answers)")
    #expect(answers.allSatisfy { $0.status == 201 || $0.status == 200 })
    let conflict = try api.send("POST", "/api/sessions", body: self.body(home, name: "y"), key: "one")
    #expect(conflict.status == 409)
    #expect(conflict.code == "idempotency_conflict")
    #expect(Files.names(home.home.sessions).count == 1)
    try first.kill()
    let second = try TestDaemon(home)
    let again = try api.send("POST", "/api/sessions", body: body, key: "one")
    #expect(again.json["session"]?["id"]?.string == ids.first)
    let session = try SessionHandle(home, payload: again.json["session"] ?? .null)
    try session.stop()
    let stopped = try api.send("POST", "/api/sessions", body: body, key: "one")
    #expect(stopped.json["session"]?["id"]?.string == ids.first, "\(stopped)")
    let late = try api.send("POST", "/api/sessions", body: self.body(home, name: "y"), key: "one")
    #expect(late.code == "idempotency_conflict")
    #expect(Files.names(home.home.sessions).count == 1)
    #expect(try second.stop() == .status(0))
  }

  @Test("The same prompt is the same turn, at once, later and under the next daemon; another text is refused")
  func prompt() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let together = try (0..<6).map { _ in
      try Concurrently { try session.prompt("stream 20 chunks at 100/s", key: "p1") }
    }
    let turns = Set(try together.map { try $0.value() })
    #expect(turns.count == 1)
    let turn = try #require(turns.first)
    try first.kill()
    let second = try TestDaemon(home)
    #expect(try session.prompt("stream 20 chunks at 100/s", key: "p1") == turn)
    try session.awaitEnd(of: turn)
    #expect(try session.prompt("stream 20 chunks at 100/s", key: "p1") == turn, "also when it is over")
    let conflict = try session.api.send(
      "POST", session.path("/prompt"), body: ["message": "something else"], key: "p1")
    #expect(conflict.status == 409)
    #expect(conflict.code == "idempotency_conflict")
    #expect(try session.events("type=user_message").count == 1)
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
  }

  @Test("A command waits for the next daemon and goes on where it was")
  func command() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let command = try home.start(["session", "prompt", session.id, "stream 100 chunks at 50/s", "-o", "jsonl"])
    try eventually("the first words") { command.output.contains("#10 ") }
    try first.kill()
    let second = try TestDaemon(home)
    let result = try command.end()
    #expect(result.status == 0, "\(result)")
    let texts = try result.lines.compactMap { line -> String? in
      line["type"]?.string == "text-delta" ? line["delta"]?.string : nil
    }
    #expect(texts.compactMap { Int($0.dropFirst().prefix { $0.isNumber }) } == Array(1...100))
    #expect(result.errors.contains("the daemon went away"))
    #expect(try second.stop() == .status(0))
  }
}
