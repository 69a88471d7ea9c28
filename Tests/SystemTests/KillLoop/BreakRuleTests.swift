import Glibc
import Home
import JSON
import Journal
import Platform
import ShimProtocol
import Testing

/// Each rule of the crash protocol is broken on purpose, and a scenario that holds with it must fail without it. So the
/// checks that the other tests rely on are known to see what they are there for.
@Suite("Rules of the crash protocol, broken", .blocking)
struct BreakRuleTests {
  /// A rule and the scenario that needs it.
  struct Rule: Sendable, CustomTestStringConvertible {
    let name: String
    /// Runs the scenario with these variables for its daemons; answers what went wrong.
    let scenario: @Sendable ([String: String]) throws -> [String]
    var testDescription: String { name }
  }

  static let rules = [
    Rule(name: "engine-outbox-durable", scenario: messageBeforeSend),
    Rule(name: "engine-request-durable", scenario: pendingPermission),
    Rule(name: "engine-key-with-prompt", scenario: repeatedPrompt),
    Rule(name: "engine-offset-with-events", scenario: killsInAStream),
    Rule(name: "engine-answer-with-removal", scenario: killsInReads),
    Rule(name: "engine-prepared-before-rename", scenario: laterEdit),
    Rule(name: "engine-acknowledge-durable", scenario: unsyncedOutput),
    Rule(name: "engine-stop-intent-first", scenario: stopCutShort),
    Rule(name: "engine-replay-counted", scenario: replay),
    Rule(name: "journal-power-cut-epoch", scenario: powerCut),
    Rule(name: "journal-open-record", scenario: powerCut),
  ]

  @Test("Every scenario holds as long as its rule does, and fails without it", arguments: rules)
  func rule(_ rule: Rule) throws {
    #expect(try rule.scenario([:]) == [])
    let problems: [String]
    do {
      problems = try rule.scenario(["AGH_BREAK": rule.name])
    } catch {
      problems = ["\(error)"]
    }
    #expect(!problems.isEmpty, "nothing notices that \(rule.name) is broken")
  }

  /// A prompt is accepted, and the daemon dies before a byte of it is sent: the next one sends it.
  private static func messageBeforeSend(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    // Two messages open the conversation; the third is the prompt.
    let first = try TestDaemon(home, environment: environment.merging(["AGH_FAULT": "send.before:3"]) { $1 })
    let session = try SessionHandle(home, provider: "logged")
    _ = try? session.prompt("say hello", key: "prompt")
    try expectDeath(first)
    _ = try TestDaemon(home, environment: environment)
    let turn = try session.prompt("say hello", key: "prompt")
    guard (try? session.awaitEnd(of: turn, within: .seconds(10))) != nil else { return ["the turn never ended"] }
    return try Truth(session, home.agentLog()).problems()
  }

  /// A person is being asked when the daemon dies: the next one still asks.
  private static func pendingPermission(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged("approve-reads"))
    let first = try TestDaemon(home, environment: environment)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("ask permission")
    let request = try #require(try session.awaitPermission()["request_id"]?.string)
    try first.kill()
    _ = try TestDaemon(home, environment: environment)
    let answer = try session.approve(request)
    guard answer.status == 200 else { return ["the request is gone: \(answer)"] }
    try session.awaitEnd(of: turn)
    return try Truth(session, home.agentLog()).problems()
  }

  /// A prompt is repeated after its daemon died: it is the same turn.
  private static func repeatedPrompt(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home, environment: environment)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("say hello", key: "prompt")
    try session.awaitEnd(of: turn)
    try first.kill()
    _ = try TestDaemon(home, environment: environment)
    let again = try session.prompt("say hello", key: "prompt")
    try session.awaitEnd(of: again)
    return again == turn ? try Truth(session, home.agentLog()).problems() : ["the prompt was sent twice"]
  }

  /// The daemon dies after one commit and another while an agent streams: nothing is journaled twice.
  private static func killsInAStream(_ environment: [String: String]) throws -> [String] {
    try killsInCommits(environment, script: "stream 40 chunks at 400/s")
  }

  /// The same while an agent reads files: nothing is answered twice.
  private static func killsInReads(_ environment: [String: String]) throws -> [String] {
    try killsInCommits(
      environment, script: Array(repeating: "read README.md", count: 6).joined(separator: "; "))
  }

  private static func killsInCommits(_ environment: [String: String], script: String) throws -> [String] {
    let home = try TestHome(.logged())
    let quiet = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try quiet.kill()
    var problems: [String] = []
    // A commit that is cut in two is cut at an odd or an even hit; consecutive numbers meet both.
    for hit in 8...13 {
      let daemon = try TestDaemon(
        home, environment: environment.merging(["AGH_FAULT": "journal.commit.after:\(hit)"]) { $1 })
      let key = "prompt-\(hit)"
      _ = try? session.prompt(script, key: key)
      try expectDeath(daemon)
      let next = try TestDaemon(home)
      try session.awaitEnd(of: session.prompt(script, key: key), within: .seconds(10))
      problems += try Truth(session, home.agentLog()).problems()
      try next.kill()
      if !problems.isEmpty { break }
    }
    return problems
  }

  /// A person edits the file that an agent wrote, after the daemon died in the middle of the write: the edit stays.
  private static func laterEdit(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    let point = environment.isEmpty ? "write.rename.after" : "write.rename.unprepared"
    let first = try TestDaemon(home, environment: environment.merging(["AGH_FAULT": point]) { $1 })
    let session = try SessionHandle(home, provider: "logged")
    let path = home.workspace + "/out.txt"
    _ = try? session.prompt("write out.txt by the agent", key: "write")
    try expectDeath(first)
    try Files.write("by a person\n", to: path)
    _ = try TestDaemon(home)
    try session.awaitEnd(of: session.prompt("write out.txt by the agent", key: "write"))
    return try Files.text(path) == "by a person\n" ? [] : ["a person's edit was overwritten"]
  }

  /// What is committed but not on disk yet is still in the spool when the daemon dies before its next sync.
  private static func unsyncedOutput(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home, environment: environment.merging(["AGH_FAULT": "journal.tick.before:2"]) { $1 })
    let session = try SessionHandle(home, provider: "logged")
    _ = try? session.prompt("stream 40 chunks; sleep 2s; stream 40 chunks; sleep 60s")
    try expectDeath(daemon)
    let peer = try ShimPeer(home.home.run(of: try #require(SessionID(session.id)), Epoch(1)))
    try peer.attach(homeID: try #require(home.identity), generation: 1_000_000)
    let hello = try #require(peer.hello)
    return hello.acknowledged < hello.length ? [] : ["output was given up that is not on disk"]
  }

  /// A stopped session is resumed by an agent that replays what was said: nothing of it is journaled again.
  private static func replay(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    _ = try TestDaemon(home, environment: environment)
    let session = try SessionHandle(home, provider: "logged")
    try session.awaitEnd(of: session.prompt("stream 5 chunks"))
    try session.stop()
    try session.resume()
    return try Truth(session, processes: home.agentLog().processes).problems()
  }

  /// The daemon dies as soon as it has ordered a stop: the next one knows that somebody wanted it.
  private static func stopCutShort(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home, environment: environment.merging(["AGH_FAULT": "stop.order.after"]) { $1 })
    let session = try SessionHandle(home, provider: "logged")
    _ = try? session.stop()
    try expectDeath(first)
    try eventually("the agent has ended") { home.marked().isEmpty }
    _ = try TestDaemon(home)
    try eventually("the session has stopped") { try session.state == "stopped" }
    let reason = try session.payload()["stop_reason"]?.string ?? "none"
    return reason == "user_canceled" ? [] : ["the stop is recorded as \(reason)"]
  }

  /// Power is cut in the middle of a turn of a session that was resumed: the journal begins a new epoch.
  private static func powerCut(_ environment: [String: String]) throws -> [String] {
    let home = try TestHome(.logged())
    let boots = (1...2).map { ["AGH_TEST_BOOT_ID": "00000000-0000-4000-8000-00000000000\($0)"] }
    let first = try TestDaemon(home, environment: environment.merging(boots[0]) { $1 })
    let session = try SessionHandle(home, provider: "logged")
    try session.stop()
    try session.resume()
    try session.prompt("stream 5 chunks; sleep 60s")
    try eventually("the chunks") { try session.events("type=agent_message").count == 5 }
    let processes = home.marked()
    try first.kill()
    for process in processes { _ = try process.signal(SIGKILL) }
    try eventually("everything is dead") { home.marked().isEmpty }
    _ = try TestDaemon(home, environment: environment.merging(boots[1]) { $1 })
    let epochs = try StoredJournal(session).query("select count(*) from journal_epochs")
    return epochs == ["2"] ? [] : ["the journal has \(epochs) epochs"]
  }

  private static func expectDeath(_ daemon: TestDaemon) throws {
    let ending = try daemon.process.wait()
    guard ending == .signal(SIGKILL) else { throw TimedOut(description: "the daemon ended with \(ending)") }
  }
}
