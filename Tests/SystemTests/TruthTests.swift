import JSON
import Testing

/// The comparison of agent, journal and followers notices whatever one of them has otherwise.
@Suite("What the comparison with an agent's log notices", .blocking)
struct TruthTests {
  /// Something that is otherwise in the log of a process, the first or the second of its session.
  struct Forgery: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let process: Int
    /// Which lines are meant.
    let matches: @Sendable (AgentLog.Line) -> Bool
    /// What stands there in place of the last of them.
    let forge: @Sendable (AgentLog.Line) -> [AgentLog.Line]

    func apply(to log: AgentLog) throws -> AgentLog {
      let place = try #require(log.lines.lastIndex(where: matches), "there is no such line")
      return AgentLog(lines: log.lines[..<place] + forge(log.lines[place]) + log.lines[(place + 1)...])
    }
  }

  static let forgeries = [
    Forgery("an update that is missing", isUpdate) { _ in [] },
    Forgery("an update that is there twice", isUpdate) { [$0, $0] },
    Forgery("an update with another byte", isUpdate) { [replacing($0, "text", by: "tezt")] },
    Forgery("an update that was told for a repeated one", in: 1, isUpdate) { line in
      [replacing(line, "agent_message_chunk", by: "user_message_chunk")]
    },
    Forgery("a repeated update that is missing", in: 1, { $0.kind == "user_message_chunk" }) { _ in [] },
    Forgery("an update for another conversation", isUpdate) { line in
      [line, replacing(line, "\"sessionId\":\"", by: "\"sessionId\":\"another-")]
    },
    Forgery("a call without an answer", isAnswer) { _ in [] },
    Forgery("a call with two answers", isAnswer) { [$0, $0] },
    Forgery("an answer with another id", isAnswer) { [replacing($0, "\"id\":", by: "\"id\":9")] },
    Forgery("an answer whose id is a string", isAnswer) { line in
      [replacing(line, "\"id\":\(line.id ?? "")", by: "\"id\":\"\(line.id ?? "")\"")]
    },
    Forgery("an answer that is torn", isAnswer) { [AgentLog.Line(isReceived: true, Array($0.bytes.dropLast()))] },
    Forgery("a prompt that is missing", isPrompt) { _ in [] },
    Forgery("a prompt that is there twice", isPrompt) { [$0, $0] },
    Forgery("a prompt that is there twice, under two ids", isPrompt) { line in
      [line, replacing(line, "\"id\":", by: "\"id\":9")]
    },
    Forgery("a prompt with another byte", isPrompt) { [replacing($0, "README", by: "READ_ME")] },
  ]

  @Test("Nothing, when all is well; and each thing that is not, in the log of an agent in its second process")
  func forged() throws {
    let home = try TestHome(.logged("approve-all", "--replay all"))
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("stream 5 chunks; read README.md; say the end")
    let first = try Follower(session)
    try session.stop()
    try first.awaitEnd()
    let head = try StoredJournal(session).events().count
    try session.resume()
    let second = try Follower(session, query: "?after_sequence=\(head)")
    try session.promptToEnd("read README.md; say the end")
    try session.stop()
    try second.awaitEnd()
    let log = try home.agentLog()
    #expect(log.processes.count == 2)
    #expect(try Truth(session, processes: log.processes, followers: [first, second]).problems() == [])
    #expect(try Truth(session, processes: log.processes, followers: [second]).problems() != [])
    #expect(try Truth(session, processes: log.processes, followers: [first, second, second]).problems() != [])
    #expect(try Truth(session, processes: log.processes.reversed()).problems() != [])
    for forgery in Self.forgeries {
      var processes = log.processes
      processes[forgery.process] = try forgery.apply(to: processes[forgery.process])
      #expect(try Truth(session, processes: processes).problems() != [], "\(forgery.testDescription)")
    }
    #expect(try daemon.stop() == .status(0))
  }
}

extension TruthTests.Forgery {
  fileprivate init(
    _ description: String, in process: Int = 0, _ matches: @escaping @Sendable (AgentLog.Line) -> Bool,
    forge: @escaping @Sendable (AgentLog.Line) -> [AgentLog.Line]
  ) {
    testDescription = description
    self.process = process
    self.matches = matches
    self.forge = forge
  }
}

extension AgentLog.Line {
  /// The kind of the update that is sent here.
  fileprivate var kind: String? {
    method == "session/update" ? json["params"]?["update"]?["sessionUpdate"]?.string : nil
  }
}

@Sendable private func isUpdate(_ line: AgentLog.Line) -> Bool { line.kind == "agent_message_chunk" }

@Sendable private func isAnswer(_ line: AgentLog.Line) -> Bool { line.isReceived && line.method == nil }

@Sendable private func isPrompt(_ line: AgentLog.Line) -> Bool { line.isReceived && line.method == "session/prompt" }

private func replacing(_ line: AgentLog.Line, _ text: String, by other: String) -> AgentLog.Line {
  let text = String(decoding: line.bytes, as: UTF8.self).replacing(text, with: other, maxReplacements: 1)
  return AgentLog.Line(isReceived: line.isReceived, Array(text.utf8))
}
