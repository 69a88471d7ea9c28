import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// One agent in one session of a home of its own, and what has to be true of it whatever the agent is.
final class Trial {
  let agent: ForeignAgent
  let home: TestHome
  let session: SessionHandle
  /// What clients see that follow the session, one after the other because a stream ends with a stop.
  private(set) var followers: [Follower]
  /// What it was asked, in order.
  private var prompts: [String] = []
  /// How often it was started.
  private var starts = 1
  private let model: FakeModel?
  private(set) var daemon: TestDaemon

  init(_ agent: ForeignAgent, permissions: String = "approve-all") throws {
    self.agent = agent
    var options = TestHome.Options()
    options.permissions = permissions
    home = try TestHome(options)
    model = agent.hasModel ? try FakeModel(in: home.root) : nil
    options.providers = ["foreign": try agent.prepare(in: home.root, model: model?.address)]
    try home.configure(options)
    daemon = try TestDaemon(home)
    let created = try Self.patient(home).send(
      "POST", "/api/sessions",
      body: [
        "agent_name": "general", "provider": "foreign", "workspace_path": .string(home.workspace),
      ])
    try #require(created.status == 201, "no session: \(created)\n\(home.log)")
    session = try SessionHandle(home, payload: created.json["session"] ?? .null)
    followers = [try Follower(session)]
  }

  /// Requests that wait for the start of an agent, which takes its time on a busy machine.
  private static func patient(_ home: TestHome) -> API {
    API(socket: home.home.socket, timeout: .seconds(150))
  }

  // MARK: - What is done to it

  /// Says something that the agent answers with these words, and only these.
  @discardableResult
  func say(_ words: String) throws -> String {
    try prompt(agent.hasModel ? "SAY \(words)" : words)
  }

  /// Starts a turn and leaves it to itself; answers its id.
  @discardableResult
  func prompt(_ text: String) throws -> String {
    let turn = try session.prompt(text)
    prompts.append(text)
    return turn
  }

  /// Halts the agent in whatever it does: that keeps any turn in its middle, however fast it would be.
  func freeze() throws -> FrozenAgent { try FrozenAgent(session.agent().process.pid) }

  /// Stops the daemon, which has to leave nothing behind, and starts the next one.
  func stopDaemon(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try daemon.stop() == .status(0), "\(home.log)", sourceLocation: sourceLocation)
    try home.requireNothingLeft(sourceLocation: sourceLocation)
    daemon = try TestDaemon(home)
  }

  /// Kills the daemon and starts the next one, which must find the same agent.
  func restart(whileAway: () throws -> Void = {}, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let before = try session.agent()
    try daemon.kill()
    try whileAway()
    daemon = try TestDaemon(home)
    #expect(try session.agent() == before, "another agent runs", sourceLocation: sourceLocation)
  }

  /// Waits for the end of a turn and answers every permission request on the way; answers how many there were.
  @discardableResult
  func awaitEnd(of turn: String, decision: String) throws -> Int {
    var count = 0
    try eventually("the end of \(turn)", within: .seconds(60)) {
      let pending = try session.api.get("/api/permissions")["permissions"]?.array ?? []
      for request in pending.compactMap({ $0["request_id"]?.string }) {
        let answer = try session.approve(request, decision)
        try #require(answer.status == 200, "\(answer)")
        count += 1
      }
      return try !ends(of: turn).isEmpty
    }
    return count
  }

  /// Stops the session; no process of it may be left.
  func stop(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let answer = try session.stop()
    #expect((200..<300).contains(answer.status), "\(answer)", sourceLocation: sourceLocation)
    #expect(try session.state == "stopped", sourceLocation: sourceLocation)
    let left = home.marked()
    #expect(left.isEmpty, "left over: \(home.describe(left))", sourceLocation: sourceLocation)
  }

  /// Lets the stopped session run again, the way this agent goes on.
  func resume(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try followers.last?.awaitEnd()
    let head = try StoredJournal(session).events().count
    let answer = try Self.patient(home).send("POST", session.path("/resume"))
    starts += 1
    followers.append(try Follower(session, query: "?after_sequence=\(head)"))
    #expect(answer.status == 200, "\(answer)", sourceLocation: sourceLocation)
    #expect(
      answer.json["resume"]?["mode"]?.string == agent.opening.rawValue, "\(answer)", sourceLocation: sourceLocation)
  }

  /// Ends everything and checks the whole record.
  func finish(sourceLocation: SourceLocation = #_sourceLocation) throws {
    if try session.state != "stopped" { try stop(sourceLocation: sourceLocation) }
    let problems = try problems()
    #expect(problems == [], sourceLocation: sourceLocation)
    #expect(try daemon.stop() == .status(0), "\(home.log)", sourceLocation: sourceLocation)
    try home.requireNothingLeft(sourceLocation: sourceLocation)
  }

  // MARK: - What is stored

  /// Waits until the agent has written a word that lies in the shim's spool; no daemon is asked.
  func awaitSpooled(_ word: String) throws {
    let spools = Files.names("\(home.home.run)/\(session.id)").map { "\(home.home.run)/\(session.id)/\($0)/spool" }
    try eventually("\(word) in the spool") {
      try spools.contains { spool in
        try Files.names(spool).contains { try Files.text("\(spool)/\($0)").contains(word) }
      }
    }
  }

  /// The rows of a turn.
  func events(of turn: String) throws -> [EventRow] {
    try StoredJournal(session).events().filter { $0.turn?.text == turn }
  }

  /// The terminal events of a turn.
  func ends(of turn: String) throws -> [JSONValue] {
    try events(of: turn).filter { $0.type == .done || $0.type == .error }.map { try JSONParser.parse($0.content) }
  }

  /// What the agent said in a turn, as words.
  func words(of turn: String) throws -> [String] {
    try texts(of: turn).joined().split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// What the agent said in a turn, chunk by chunk.
  func texts(of turn: String) throws -> [String] {
    try events(of: turn).filter { $0.type == .agentMessage }.compactMap {
      try JSONParser.parse($0.content, duplicateKeys: .lastWins)["content"]?["text"]?.string
    }
  }

  /// How often each tool call of a turn came to a result, by the call's id.
  func results(of turn: String) throws -> [String: Int] {
    var results: [String: Int] = [:]
    for event in try events(of: turn) where event.type == .toolCall || event.type == .toolResult {
      let update = try JSONParser.parse(event.content, duplicateKeys: .lastWins)
      results[update["toolCallId"]?.string ?? "", default: 0] += event.type == .toolResult ? 1 : 0
    }
    return results
  }

  /// What is not as it has to be, in words: agent, journal and followers tell the same story, every prompt arrived, and
  /// every turn has one end.
  private func problems() throws -> [String] {
    try followers.last?.awaitEnd()
    let directory = ForeignAgent.logs(in: home.root)
    let processes = try Files.names(directory).sorted().map { try AgentLog("\(directory)/\($0)") }
    var found = try Truth(session, processes: processes, followers: followers).problems()
    if processes.count != starts { found.append("\(processes.count) processes for \(starts) starts") }
    for process in processes where process.ending == nil {
      found.append("an agent was killed, with the end of its log")
    }
    if processes.flatMap(\.prompts) != prompts { found.append("the agent has other prompts than it was given") }
    for turn in Set(try StoredJournal(session).events().compactMap(\.turn)) {
      let count = try ends(of: turn.text).count
      if count != 1 { found.append("turn \(turn) has \(count) ends") }
    }
    return found
  }
}

/// An agent that is halted, together with what notes its conversation.
struct FrozenAgent {
  private let group: Int32

  /// The process of the agent leads its group.
  init(_ leader: Int32) throws {
    group = leader
    try #require(kill(-group, SIGSTOP) == 0)
  }

  /// Lets it go on.
  func thaw() throws { try #require(kill(-group, SIGCONT) == 0) }
}
