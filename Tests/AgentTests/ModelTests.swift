import JSON
import Journal
import Platform
import Testing

/// What agents with a model do: stream, use tools, ask, be cancelled; and the daemon dies meanwhile.
@Suite("Agents of others at work", .blocking, .enabled(if: ForeignAgent.directory != nil, "make test-agents"))
struct ModelTests {
  @Test("The daemon is killed three times while the agent counts: every number is there once", arguments: agents)
  func countOverKills(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    let turn = try trial.prompt("COUNT 400 10")
    for count in [3, 60, 150] {
      try eventually("\(count) numbers") { try trial.words(of: turn).count >= count }
      try trial.restart()
    }
    try trial.session.awaitEnd(of: turn)
    #expect(try trial.words(of: turn) == (1...400).map { "#\($0)" })
    #expect(trial.followers[0].connections >= 2)
    try trial.finish()
  }

  @Test("Files, a terminal and permissions: each effect happens once, each call has one result", arguments: agents)
  func tools(agent: ForeignAgent) throws {
    let trial = try Trial(agent, permissions: "approve-reads")
    let directory = trial.home.workspace
    let turn = try trial.prompt(
      """
      WRITE \(directory)/written.txt zebra
      READ \(directory)/written.txt
      RUN sh -c "echo ran >> ran.txt; cat written.txt"
      SAY finished
      """)
    #expect(try trial.awaitEnd(of: turn, decision: "allow-once") >= 1)
    #expect(try Files.text(directory + "/written.txt") == "zebra\n")
    #expect(try Files.text(directory + "/ran.txt") == "ran\n")
    #expect(try trial.words(of: turn) == ["finished"])
    #expect(try trial.results(of: turn).values.sorted() == [1, 1, 1])
    #expect(try trial.ends(of: turn).first?["stop_reason"]?.string == "end_turn")
    try trial.finish()
  }

  @Test("A command of the agent runs when the daemon dies: it runs once, and its outcome arrives", arguments: agents)
  func commandOverKill(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    let marks = trial.home.workspace + "/marks.txt"
    let gate = try Gate(trial.home.workspace + "/gate")
    let turn = try trial.prompt(
      "RUN sh -c \"echo started >> marks.txt; cat gate; echo ended >> marks.txt\"\nSAY finished")
    try eventually("the command runs") { (try? Files.text(marks)) == "started\n" }
    try trial.restart()
    try gate.open()
    try trial.session.awaitEnd(of: turn)
    #expect(try Files.text(marks) == "started\nended\n")
    #expect(try trial.words(of: turn) == ["finished"])
    #expect(try trial.results(of: turn).values.sorted() == [1])
    try trial.finish()
  }

  @Test("A permission is pending when the daemon dies: it is asked and answered once", arguments: agents)
  func permissionOverKill(agent: ForeignAgent) throws {
    let trial = try Trial(agent, permissions: "approve-reads")
    let marks = trial.home.workspace + "/marks.txt"
    let turn = try trial.prompt("RUN sh -c \"echo ran >> marks.txt\"\nSAY finished")
    let asked = try trial.session.awaitPermission()
    #expect(!Files.exists(marks))
    try trial.restart()
    #expect(try trial.session.awaitPermission() == asked)
    #expect(try trial.awaitEnd(of: turn, decision: "allow-once") == 1)
    #expect(try Files.text(marks) == "ran\n")
    #expect(try trial.words(of: turn) == ["finished"])
    #expect(try trial.events(of: turn).filter { $0.type == .permission }.count == 2)
    try trial.finish()
  }

  @Test("A permission is refused: nothing is done, and the turn has its end", arguments: agents)
  func refusal(agent: ForeignAgent) throws {
    let trial = try Trial(agent, permissions: "approve-reads")
    let turn = try trial.prompt("RUN touch made.txt\nSAY finished")
    #expect(try trial.awaitEnd(of: turn, decision: "reject-once") >= 1)
    #expect(!Files.exists(trial.home.workspace + "/made.txt"))
    try trial.session.awaitEnd(of: trial.say("zebra"))
    try trial.finish()
  }

  @Test("A turn is cancelled: it ends as cancelled, and the next one works", arguments: agents)
  func cancel(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    let turn = try trial.prompt("COUNT 2000 10")
    try eventually("the agent counts") { try trial.words(of: turn).count >= 3 }
    let answer = try trial.session.api.send("POST", trial.session.path("/prompt/cancel"))
    #expect((200..<300).contains(answer.status), "\(answer)")
    try trial.session.awaitEnd(of: turn)
    #expect(try trial.ends(of: turn).first?["stop_reason"]?.string == "cancelled")
    let next = try trial.say("zebra")
    try trial.session.awaitEnd(of: next)
    #expect(try trial.words(of: next) == ["zebra"])
    try trial.finish()
  }

  @Test("A session is stopped in mid-turn: the turn has its end, and the session runs again", arguments: agents)
  func stopInATurn(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    let turn = try trial.prompt("COUNT 2000 10")
    try eventually("the agent counts") { try trial.words(of: turn).count >= 3 }
    try trial.stop()
    let counted = try trial.words(of: turn).filter { $0.hasPrefix("#") }
    #expect(counted == counted.indices.map { "#\($0 + 1)" })
    try trial.resume()
    let next = try trial.say("zebra")
    try trial.session.awaitEnd(of: next)
    #expect(try trial.words(of: next).last == "zebra")
    try trial.finish()
  }

  private static var agents: [ForeignAgent] { ForeignAgent.withModel }
}
