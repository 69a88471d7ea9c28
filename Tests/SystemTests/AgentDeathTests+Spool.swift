import AgentProcess
import Glibc
import Home
import JSON
import Platform
import ShimProtocol
import Testing

/// What a killed shim leaves in its spool that no daemon has read.
extension AgentDeathTests {
  enum Victims: CaseIterable, Sendable {
    case shim, shimAndDaemon, everything
  }

  @Test(
    "With whole lines in the spool that nobody has read, and a torn one: the whole ones are there, byte by byte",
    arguments: Victims.allCases)
  func unreadSpool(victims: Victims) throws {
    let home = try TestHome(.logged())
    var daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("stream 20 chunks; stream 400 chunks at 400/s; partial-line; sleep 60s")
    try eventually("the first chunks") { try session.events("type=agent_message").count >= 20 }
    let agent = try session.agent()
    let (shim, run) = (try shim(of: session, home), try run(of: session, agent, home))
    // A halted daemon has read none of what follows when its shim ends.
    if victims == .shim { daemon.process.signal(SIGSTOP) } else { try daemon.kill() }
    try eventually("the half line") {
      let spooled = try SpooledOutput(run)
      return spooled.lines.contains { String(decoding: $0, as: UTF8.self).contains("\"#420 ") } && !spooled.rest.isEmpty
    }
    #expect(try shim.signal(SIGKILL))
    if victims == .everything { _ = try agent.process.signal(SIGKILL) }
    try eventually("the end of the shim") { try !RunInspection.isLocked(run) }
    try SpooledOutput.tear(run)
    let spooled = try SpooledOutput(run)
    #expect(try StoredJournal(session).updates().count < spooled.updates.count, "nothing was unread")

    if victims == .shim { daemon.process.signal(SIGCONT) } else { daemon = try TestDaemon(home) }
    try eventually("the stop") { try session.state == "stopped" }
    try checkCrash(session, turn: turn, home)
    try checkSpooled(spooled, session)
    #expect(try home.agentLog().sentUpdates == spooled.updates)
    try resumeAndTalk(session, home)
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  /// Every whole line is in the journal: an update as an event, an answer to the daemon in what it knows of the agent.
  /// Nothing else is there: no part of the torn line, neither as an event nor as noise.
  private func checkSpooled(_ spooled: SpooledOutput, _ session: SessionHandle) throws {
    let journal = StoredJournal(session)
    #expect(spooled.lines.count == spooled.updates.count + spooled.results.count)
    #expect(try journal.updates() == spooled.updates)
    let known = try JSONParser.parse(
      Array(try journal.query("SELECT value FROM records WHERE name = 'agent'").joined().utf8))
    let results = spooled.results.map { String(decoding: $0, as: UTF8.self) }
    #expect(results == [known["initialized"], known["opened"]].map { $0?.string })
    #expect(try session.payload()["noise_lines"]?.int ?? 0 == 0)
  }

  private func run(of session: SessionHandle, _ agent: SessionHandle.Agent, _ home: TestHome) throws -> RunDirectory {
    home.home.run(of: try #require(SessionID(session.id)), Epoch(agent.epoch))
  }
}

/// What a shim has written of its agent's output.
private struct SpooledOutput {
  /// Every line that has its end.
  let lines: [[UInt8]]
  /// What stands behind the last line end.
  let rest: [UInt8]

  init(_ run: RunDirectory) throws {
    let bytes = try SpoolReader(directory: run.spool, from: 0).read(upTo: 1 << 30)
    let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
    lines = Array(parts.dropLast())
    rest = parts.last ?? []
  }

  /// Puts the beginning of a record behind the last one, as a shim leaves it that is killed while it writes.
  static func tear(_ run: RunDirectory) throws {
    let name = try #require(Files.names(run.spool).max())
    let length = try SpoolReader(directory: run.spool, from: 0).read(upTo: 1 << 30).count
    var record = [UInt8](repeating: UInt8(ascii: "\n"), count: SpoolRecord.headerSize + 100)
    record.withUnsafeMutableBytes { SpoolRecord(offset: UInt64(length), time: 0, count: 100).seal($0) }
    try FileDescriptor.open("\(run.spool)/\(name)", O_WRONLY | O_APPEND).write(Array(record.dropLast(50)))
  }

  /// The update objects of the whole lines, byte by byte, in order.
  var updates: [[UInt8]] { lines.compactMap { JSONBytes.member("update", of: JSONBytes.member("params", of: $0)) } }

  /// The results of the whole lines that answer the daemon, byte by byte, in order.
  var results: [[UInt8]] { lines.compactMap { JSONBytes.member("result", of: $0) } }
}
