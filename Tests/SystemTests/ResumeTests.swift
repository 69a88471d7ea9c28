import JSON
import Journal
import Platform
import Testing

/// A stopped session runs again.
@Suite("Resume", .blocking)
struct ResumeTests {
  @Test("An agent that loads gets its conversation back; what it replays is not journaled again")
  func load() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("stream 10 chunks; think")
    try session.stop()
    let before = try session.events().count
    let answer = try session.resume()
    #expect(answer.status == 200 || answer.status == 202)
    #expect(answer.json["resume"]?["mode"]?.string == "load")
    #expect(answer.json["session"]?["id"]?.string == session.id)
    let replayed = try session.events("after_sequence=\(before)").filter { $0["type"]?.string == "agent_message" }
    #expect(replayed.isEmpty)
    let end = try session.promptToEnd("recall")
    #expect(end["type"]?.string == "done")
    let texts = try session.events("after_sequence=\(before)&type=agent_message").compactMap {
      $0["content"]?["text"]?.string
    }
    #expect(texts.contains { $0.contains("I remember 1 earlier prompt") })
    #expect(try session.agent().epoch == 2)
    #expect(try StoredJournal(session).problems() == [])
    #expect(try session.resume().json["resume"]?["mode"]?.string == "live", "a live session is left as it is")
    #expect(try daemon.stop() == .status(0))
  }

  @Test("An agent that cannot load is told what was said, and a marker says so")
  func primed() throws {
    let home = try TestHome(.logged("approve-all", "--no-load"))
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("say the password is swordfish")
    let former = try session.payload()["acp_session_id"]
    try session.stop()
    let answer = try session.resume()
    #expect(answer.json["resume"]?["mode"]?.string == "primed")
    #expect(try session.payload()["acp_session_id"] != former)
    let turn = try session.prompt("context")
    try session.awaitEnd(of: turn)
    let texts = try session.events("turn_id=\(turn)&type=agent_message").compactMap { $0["content"]?["text"]?.string }
    #expect(texts.joined().contains("swordfish"), "the agent was not told: \(texts)")
    let prompts = try session.events("turn_id=\(turn)&type=user_message")
    #expect(prompts.map { $0["content"]?["text"]?.string } == ["context"], "the journal has the person's text only")
    let markers = try session.events("type=transcript_marker.created")
    #expect(!markers.isEmpty, "no marker says that the conversation is a new one")
    try session.promptToEnd("context")
    let later = try #require(try session.events("type=agent_message").last)
    #expect(later["content"]?["text"]?.string?.contains("0 blocks") == true, "it was told twice")
    #expect(try daemon.stop() == .status(0))
  }

  @Test("A session resumes under the next daemon, after a stop and after a crash of everything")
  func nextDaemon() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("hello")
    #expect(try first.stop() == .status(0))
    let second = try TestDaemon(home)
    #expect(try session.state == "stopped")
    #expect(try session.resume().status == 200)
    #expect(try session.promptToEnd("recall")["type"]?.string == "done")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
