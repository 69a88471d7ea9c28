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

  @Test(
    "Whatever an agent replays, nothing of it is journaled again, and it goes on",
    arguments: [
      "--replay all", "--replay text", "--replay nothing", "--replay late", "--resume", "--resume --replay all",
    ])
  func replays(flags: String) throws {
    let home = try TestHome(.logged("approve-all", flags))
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("think; stream 10 chunks; read README.md; plan; say the password is swordfish")
    try session.stop()
    let before = try StoredJournal(session).events()
    let replayable = try home.agentLog().lines.count
    #expect(try session.resume().json["resume"]?["mode"]?.string == (flags.hasPrefix("--resume") ? "resume" : "load"))
    let replayed = try home.agentLog().lines.dropFirst(replayable).count { $0.json["method"] == "session/update" }
    #expect((replayed == 0) == (flags == "--replay nothing" || flags == "--resume"))
    try eventually("all of the replay is counted") {
      let noise = try StoredJournal(session).query("select value from records where name = 'noise'").joined()
      return noise.contains("\"replayedUpdates\":\(replayed),") || noise.contains("\"replayedUpdates\":\(replayed)}")
    }
    #expect(try session.events("after_sequence=\(before.count)").map { $0["type"]?.string } == [Self.marker])
    let turn = try session.prompt("recall")
    try session.awaitEnd(of: turn)
    #expect(try said(session, turn).contains("I remember 1 earlier prompt"))
    #expect(try StoredJournal(session).events().starts(with: before), "the stored history has changed")
    #expect(try Truth(session, processes: home.agentLog().processes).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test(
    "An agent that says yes and does not know the session is given a new one and the prompt, once",
    arguments: ["--forgets", "--forgets --no-load --resume"])
  func forgets(flags: String) throws {
    let home = try TestHome(.logged("approve-all", flags))
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("say the password is swordfish")
    try session.stop()
    let before = try StoredJournal(session).events()
    let former = try session.payload()["acp_session_id"]
    try session.resume()
    let turn = try session.prompt("context", key: "first")
    #expect(try session.awaitEnd(of: turn)["type"] == "done")
    #expect(try said(session, turn).contains("swordfish"))
    #expect(try session.prompt("context", key: "first") == turn)
    let types = try session.events("turn_id=\(turn)").compactMap { $0["type"]?.string }
    #expect(types.count { $0 == "user_message" } == 1)
    #expect(types.filter { ["done", "error"].contains($0) } == ["done"])
    let modes = try session.events("after_sequence=\(before.count)&type=\(Self.marker)").map {
      $0["content"]?["raw"]?["evidence"]?["mode"]?.string
    }
    #expect(modes == [flags.hasSuffix("--resume") ? "resume" : "load", "primed"])
    #expect(try session.payload()["acp_session_id"] != former)
    try checkPrompts(home, turns: 2)
    let next = try session.prompt("recall; context")
    try session.awaitEnd(of: next)
    #expect(try said(session, next).contains("0 blocks before the prompt"), "it was told twice")
    #expect(try said(session, next).contains("I remember 1 earlier prompt"))
    #expect(try StoredJournal(session).events().starts(with: before), "the stored history has changed")
    #expect(try Truth(session, processes: home.agentLog().processes).problems() == [])
    #expect(try session.agent().epoch == 2)
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A refusal is believed, also after a load that was none: nothing is sent twice, and the session stays usable")
  func refusal() throws {
    let home = try TestHome(.logged("approve-all", "--forgets --refuse-unknown"))
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("say the password is swordfish")
    try session.stop()
    try session.resume()
    for _ in 1...2 {
      let end = try session.promptToEnd("context")
      #expect(end["type"] == "done" && end["content"]?["stop_reason"] == "refusal", "\(end.text)")
      #expect(try session.state == "active")
    }
    let prompts = try home.agentLog().received("session/prompt")
    #expect(prompts.count == 3 && prompts.values.allSatisfy { $0 == 1 }, "\(prompts)")
    let markers = try session.events("type=\(Self.marker)").map { $0["content"]?["raw"]?["evidence"]?["mode"]?.string }
    #expect(markers == ["load"], "it was given a new conversation")
    #expect(try StoredJournal(session).problems() == [])
    try session.stop()
    #expect(try session.resume().status == 200)
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("The daemon dies at every commit of that: the prompt arrives once")
  func forgetsOverKills() throws {
    let home = try TestHome(.logged("approve-all", "--forgets"))
    var daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("say the password is swordfish")
    for hit in 1...12 {
      try session.stop()
      try session.resume()
      try daemon.kill()
      // The commits of a prompt, its refusal, the new conversation, the second prompt, and its answer.
      let point = hit % 2 == 0 ? "journal.commit.before" : "journal.commit.after"
      daemon = try TestDaemon(home, environment: ["AGH_FAULT": "\(point):\((hit + 1) / 2)"])
      _ = try? session.prompt("context", key: "prompt-\(hit)")
      // On a busy machine the agent's lines come in fewer commits, and the turn may end before.
      try eventually("the daemon dies, or the turn ends") {
        daemon.process.poll() != nil || (try? session.payload())?["badge"]?.string == "idle"
      }
      if daemon.process.poll() == nil { daemon.process.signal(9) }
      #expect(try daemon.process.wait() == .signal(9))
      daemon = try TestDaemon(home)
      let turn = try session.prompt("context", key: "prompt-\(hit)")
      try session.awaitEnd(of: turn)
      #expect(try said(session, turn).contains("swordfish"), "\(point):\(hit)")
      try checkPrompts(home, turns: hit + 1)
    }
    #expect(try StoredJournal(session).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A load that fails, or is never answered, hides nothing of what is stored")
  func failedLoad() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("say the password is swordfish")
    try session.stop()
    let before = try StoredJournal(session).events()
    try Directory.removeTree(home.workspace + "/.rehearsal")
    #expect(try session.resume().json["resume"]?["mode"]?.string == "primed")
    let turn = try session.prompt("context")
    try session.awaitEnd(of: turn)
    #expect(try said(session, turn).contains("swordfish"))
    #expect(try StoredJournal(session).events().starts(with: before))
    #expect(try daemon.stop() == .status(0))

    var options = TestHome.Options.logged("approve-all", "--no-initialize")
    options.configuration = "[session.limits]\nstart_timeout = \"1s\"\n"
    try home.configure(options)
    let second = try TestDaemon(home)
    #expect(try session.resume().code == "agent_start_timeout")
    #expect(try session.state == "stopped")
    #expect(try StoredJournal(session).events().starts(with: before))
    #expect(try StoredJournal(session).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
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

  // MARK: -

  private static let marker = "transcript_marker.created"

  /// What the agent said in a turn.
  private func said(_ session: SessionHandle, _ turn: String) throws -> String {
    try session.events("turn_id=\(turn)&type=agent_message").compactMap { $0["content"]?["text"]?.string }.joined()
  }

  /// Every prompt was refused as often as an agent had forgotten its conversation, and was taken once.
  private func checkPrompts(_ home: TestHome, turns: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let log = try home.agentLog()
    let prompts = log.received("session/prompt")
    let refused = Set(
      log.lines.filter { !$0.isReceived && $0.json["error"] != nil }.compactMap { $0.json["id"]?.text })
    #expect(prompts.values.allSatisfy { $0 == 1 }, sourceLocation: sourceLocation)
    #expect(prompts.keys.count { !refused.contains($0) } == turns, sourceLocation: sourceLocation)
    #expect(refused.count == turns - 1, sourceLocation: sourceLocation)
  }
}
