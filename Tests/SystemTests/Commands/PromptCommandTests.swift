import Glibc
import JSON
import Testing

/// What a person meets who talks to an agent by command.
@Suite("Talking to an agent by command", .blocking)
struct PromptCommandTests {
  @Test("Ctrl-C cancels the turn, waits for its end and leaves the session idle")
  func interrupt() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let command = try home.start(["session", "prompt", session.id, "stream 1000 chunks at 20/s"])
    try eventually("the first words") { command.output.contains("#2 ") }
    command.process.signal(SIGINT)
    let result = try command.end()
    #expect(result.status == 130)
    #expect(result.output.hasSuffix("[stopped] cancelled\n"))
    let done = try session.events("type=done")
    #expect(done.count == 1)
    #expect(done.first?["content"]?["stop_reason"]?.string == "cancelled")
    #expect(try session.promptToEnd("still there?")["type"]?.string == "done")
    #expect(try daemon.stop() == .status(0))
  }

  @Test("The words of an agent come once and in order over the death of the daemon")
  func humanAcrossDaemons() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let command = try home.start(["session", "prompt", session.id, "stream 60 chunks at 30/s"])
    try eventually("the first words") { command.output.contains("#5 ") }
    try first.kill()
    let second = try TestDaemon(home)
    let result = try command.end()
    #expect(result.status == 0, "\(result)")
    #expect(result.output == (1...60).map { "#\($0) chunk \($0) of 60\n" }.joined())
    #expect(result.errors == "the daemon went away; waiting for the next one, the turn goes on without it\n")
    #expect(try second.stop() == .status(0))
  }

  @Test("A request for permission is answered from another command")
  func permission() throws {
    var options = TestHome.Options()
    options.permissions = "approve-reads"
    let home = try TestHome(options)
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let command = try home.start(["session", "prompt", session.id, "write notes.txt hello"])
    let request = try #require(try session.awaitPermission()["request_id"]?.string)
    let answer = try home.succeed(
      "session", "approve", session.id, "--request-id", request, "--decision", "allow-once", "-o", "json")
    #expect(try answer.json == ["session_id": .string(session.id), "status": "approved"])
    let result = try command.end()
    #expect(result.status == 0)
    #expect(result.output.contains("[permission] Edit notes.txt (\(home.workspace)/notes.txt): allow-once\n"))
    #expect(result.errors.contains("agh session approve \(session.id) --request-id \(request)"))
    #expect(try Files.text(home.workspace + "/notes.txt").hasPrefix("hello"))
    let late = try home.run(
      "session", "approve", session.id, "--request-id", request, "--decision", "reject-once", "-o", "json")
    #expect(late.status == 1)
    #expect(late.errors.contains("\"code\":\"permission_ended\""))
    #expect(try daemon.stop() == .status(0))
  }

  @Test("A turn that fails exits with 1 in every format; --detach returns the id of a turn that goes on")
  func endings() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    for format in ["human", "jsonl"] {
      let session = try SessionHandle(home)
      let result = try home.run("session", "prompt", session.id, "say a last word; exit 3", "-o", format)
      #expect(result.status == 1, "\(result)")
      #expect(result.output.contains("a last word"))
      #expect(result.errors.contains("the turn failed"))
    }
    let session = try SessionHandle(home)
    let detached = try home.succeed("session", "prompt", session.id, "stream 5 chunks", "--detach", "-o", "json")
    let turn = try #require(try detached.json["prompt"]?["new_turn_id"]?.string)
    #expect(try session.awaitEnd(of: turn)["type"]?.string == "done")
    #expect(try daemon.stop() == .status(0))
  }

  @Test("Following goes on over the death of the daemon, without a gap")
  func follow() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let command = try home.start(["session", "events", session.id, "--follow", "-o", "jsonl"])
    try session.promptToEnd("stream 20 chunks")
    try eventually("the first turn") { command.output.contains("\"done\"") }
    try first.kill()
    let second = try TestDaemon(home)
    try session.promptToEnd("stream 20 chunks")
    try session.stop()
    let result = try command.end()
    #expect(result.status == 0, "\(result)")
    #expect(try result.lines.compactMap { $0["sequence"]?.int } == Array(1...session.events().count))
    #expect(try second.stop() == .status(0))
  }
}
