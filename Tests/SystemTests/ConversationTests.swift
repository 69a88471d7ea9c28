import JSON
import Platform
import Testing

/// What was said, by the commands that show it, and by the built daemon.
@Suite("Conversations shown", .blocking)
struct ConversationTests {
  @Test("Transcript, history, recap and inspection tell the same session; a secret that came in pieces is masked")
  func commands() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("say hello there; read README.md")
    let pieces = ["sk-ant-api03-Ab1Ab1Ab1", "Ab1Ab1Ab1Ab1Ab1Ab1"].map {
      #"send {"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"\#($0)"}}"#
    }
    try session.promptToEnd(pieces.joined(separator: "\n"))

    let messages = try #require(try home.succeed("session", "transcript", session.id, "-o", "json").json.array)
    #expect(messages.map { $0["role"]?.string } == ["user", "assistant", "user", "assistant"])
    let parts = try #require(messages[1]["parts"]?.array)
    #expect(parts[0]["text"]?.string?.contains("hello there") == true)
    #expect(parts.contains { $0["state"]?.string == "output-available" })
    #expect(!messages[3].text.contains("Ab1Ab1"), "a secret in two chunks is a secret: \(messages[3].text)")
    #expect(try home.succeed("session", "transcript", session.id, "--last", "1").output.contains("assistant"))

    let events = try session.events()
    let history = try #require(try home.succeed("session", "history", session.id, "-o", "json").json.array)
    #expect(history.flatMap { $0["events"]?.array ?? [] } == events)
    let lines = try home.succeed("session", "history", session.id, "--last", "3", "-o", "jsonl").lines
    #expect(lines == Array(events.suffix(3)))

    let recap = try home.succeed("session", "recap", session.id, "--limit", "2", "-o", "json").json
    #expect(recap["recent_messages"]?.array?.count == 2)
    #expect(recap["snapshot"]?["event_cursor"]?.int == events.count)
    #expect(try home.succeed("session", "inspect", session.id).output.contains("sha256:"))
    #expect(try home.succeed("session", "health", session.id).output.contains("Last Activity"))
    #expect(try daemon.stop() == .status(0))
  }

  @Test("A page of a long turn is read from its end, and pages lead back to its beginning")
  func longTurn() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("flood 5000")
    var before = ""
    var text = ""
    var pages = 0
    repeat {
      let page = try session.api.get(session.path("/transcript\(before)"))
      let messages = try #require(page["messages"]?.array)
      let said = messages.filter { $0["role"]?.string == "assistant" }
      text = said.compactMap { $0["parts"]?[0]?["text"]?.string }.joined() + text
      before = page["before_sequence"]?.int.map { "?before_sequence=\($0)" } ?? ""
      #expect(said.first?["metadata"]?["continued"]?.bool == (pages < 2 ? true : nil))
      pages += 1
    } while !before.isEmpty
    #expect(pages == 3)
    let numbers = text.split(separator: "#").compactMap { Int($0.prefix { $0.isNumber }) }
    #expect(numbers == Array(1...5000))
    #expect(try daemon.stop() == .status(0))
  }

  @Test("session wait ends with the run that goes on, also when the session has stopped before")
  func wait() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.stop()
    #expect(try home.succeed("session", "wait", session.id, "-o", "json").json["state"]?.string == "stopped")
    #expect(try session.resume().status == 200)
    let waiting = try home.start(["session", "wait", session.id, "-o", "json"])
    try session.promptToEnd("hello")
    #expect(waiting.process.poll() == nil)
    try session.stop()
    #expect(try waiting.end().json["state"]?.string == "stopped")
    #expect(try daemon.stop() == .status(0))
  }
}
