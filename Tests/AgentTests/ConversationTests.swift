import JSON
import Testing

/// What every agent can do: answer, be stopped, go on, and live through the death of the daemon.
@Suite(
  "Conversations with agents of others", .blocking, .enabled(if: ForeignAgent.directory != nil, "make test-agents"))
struct ConversationTests {
  @Test("Create, prompt, events, stop, resume, prompt", arguments: ForeignAgent.all)
  func wholeLife(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    let first = try trial.say("zebra one")
    try trial.session.awaitEnd(of: first)
    #expect(try trial.words(of: first) == ["zebra", "one"])
    let second = try trial.say("zebra two")
    try trial.session.awaitEnd(of: second)
    #expect(try trial.words(of: second) == ["zebra", "two"])
    try trial.stop()

    let before = try trial.session.events("limit=1000").count
    try trial.resume()
    let third = try trial.say("giraffe")
    try trial.session.awaitEnd(of: third)
    // An agent that was told the stored text may say it again, before what it is asked.
    #expect(try trial.words(of: third).last?.hasSuffix("giraffe") == true)
    #expect(try trial.ends(of: third).first?["stop_reason"]?.string == "end_turn")
    let replayed = try trial.session.events("limit=1000").dropFirst(before).filter {
      $0["turn_id"]?.string != third && $0["type"]?.string == "agent_message"
    }
    #expect(replayed.isEmpty, "what was said before the stop is there twice")
    try trial.finish()
  }

  @Test("The agent remembers over stop and resume what was said before", arguments: ForeignAgent.withModel)
  func memory(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    try trial.session.awaitEnd(of: trial.say("zebra"))
    try trial.stop()
    try trial.resume()
    let turn = try trial.prompt("RECALL zebra")
    try trial.session.awaitEnd(of: turn)
    #expect(try trial.words(of: turn) == ["recalled", "zebra"])
    try trial.finish()
  }

  @Test("The daemon dies between prompt and answer: the same agent answers, once", arguments: ForeignAgent.all)
  func deathBeforeTheAnswer(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    try trial.session.awaitEnd(of: trial.say("warm"))
    let frozen = try trial.freeze()
    let turn = try trial.say("zebra")
    try trial.restart()
    #expect(try trial.ends(of: turn).isEmpty)
    try frozen.thaw()
    try trial.session.awaitEnd(of: turn)
    #expect(try trial.words(of: turn) == ["zebra"])
    try trial.finish()
  }

  @Test("The agent answers while there is no daemon: the next one finds the answer", arguments: ForeignAgent.all)
  func answerInAbsence(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    let frozen = try trial.freeze()
    let turn = try trial.say("zebra")
    try trial.restart {
      try frozen.thaw()
      try trial.awaitSpooled("zebra")
    }
    try trial.session.awaitEnd(of: turn)
    #expect(try trial.words(of: turn) == ["zebra"])
    try trial.finish()
  }

  @Test("The daemon stops: no process is left, and every turn has its end", arguments: ForeignAgent.all)
  func daemonStop(agent: ForeignAgent) throws {
    let trial = try Trial(agent)
    let turn = try trial.prompt(agent.hasModel ? "COUNT 2000 10" : "zebra")
    try trial.stopDaemon()
    #expect(try trial.ends(of: turn).count == 1)
    try trial.finish()
  }
}
