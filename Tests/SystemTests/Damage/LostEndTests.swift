import Glibc
import Home
import JSON
import Platform
import Testing

/// What is left of a session is sound and not whole: nobody goes on with it by accident, and a person can.
@Suite("Sessions that have lost something", .blocking)
struct LostEndTests {
  @Test("The end of the log: left alone until somebody stops it, then it goes on with what is left, under other ids")
  func log() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("stream 20 chunks; ignore-eof; ignore-term")
    let agent = try session.agent()
    try session.promptToEnd("stream 30 chunks")
    let events = try session.events()
    try first.kill()
    let log = session.directory + "/events.db-wal"
    try FileDescriptor.open(log, O_WRONLY).truncate(to: FileStatus.of(log).size * 3 / 4)

    let second = try TestDaemon(home)
    #expect(try session.conditions() == ["adoption journal_corrupt"])
    let message = try session.payload()["diagnostics"]?.array?.first?["message"]?.string ?? ""
    #expect(message.contains("event \(events.count) was there before"), "\(message)")
    let resumed = try session.resume()
    #expect(resumed.status == 503 && resumed.code == "journal_corrupt", "\(resumed)")
    #expect(agent.process.isAlive)
    #expect(try session.stop().status == 204)
    #expect(!agent.process.isAlive && home.marked().isEmpty)

    let left = try session.events()
    let kept = zip(left, events).prefix { $0["id"] == $1["id"] }.count
    #expect(kept > 0 && kept < events.count)
    let former = Set(events.compactMap { $0["id"]?.string })
    #expect(left.dropFirst(kept).allSatisfy { !former.contains($0["id"]?.string ?? "") }, "an id names two events")
    #expect(left.dropFirst(kept).first?["type"]?.string == "transcript_marker.created")
    #expect(try session.resume().status == 200)
    try session.promptToEnd("say hello")
    #expect(try StoredJournal(session).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("An older copy of a stopped session that was put back: it goes on from there, under other ids")
  func copy() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("say one")
    try session.stop()
    let copy = try Files.read(session.directory + "/events.db")
    try session.resume()
    try session.promptToEnd("say two")
    try session.stop()
    let events = try session.events()
    try FileDescriptor.open(session.directory + "/events.db", O_WRONLY | O_TRUNC).write(copy)
    let kept = try session.events().count
    #expect(kept < events.count)
    #expect(try session.resume().status == 200)
    try session.promptToEnd("say three")
    let former = Set(events.compactMap { $0["id"]?.string })
    let ids = try session.events().dropFirst(kept).compactMap { $0["id"]?.string }
    #expect(!ids.isEmpty && former.isDisjoint(with: ids), "an id names two events")
    #expect(try StoredJournal(session).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("An older copy under a running agent whose run directory is gone: there are never two agents")
  func copyAndRun() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("say one")
    try session.stop()
    let copy = try Files.read(session.directory + "/events.db")
    try session.resume()
    try session.promptToEnd("ignore-eof; ignore-term")
    let agent = try session.agent()
    try first.kill()
    for suffix in ["-wal", "-shm"] { try Directory.removeTree(session.directory + "/events.db" + suffix) }
    try FileDescriptor.open(session.directory + "/events.db", O_WRONLY | O_TRUNC).write(copy)
    try Directory.removeTree(home.home.runs(of: try #require(SessionID(session.id))))

    let second = try TestDaemon(home)
    #expect(try session.conditions() == ["adoption journal_corrupt"])
    #expect(agent.process.isAlive)
    #expect(try session.resume().status == 200)
    #expect(!agent.process.isAlive)
    try session.promptToEnd("say two")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A daemon that an agent has started carries its mark, and does not end itself with that agent")
  func mark() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let agent = try session.agent()
    let entries = try #require(ProcessTable.environment(of: agent.process.pid))
    let mark = try #require(entries.map { String(decoding: $0, as: UTF8.self) }.first { $0.hasPrefix("AGH_SHIM=") })
    try first.kill()
    try Directory.removeTree(home.home.runs(of: try #require(SessionID(session.id))))
    let second = try TestDaemon(home, environment: ["AGH_SHIM": String(mark.dropFirst("AGH_SHIM=".count))])
    try eventually("the agent is ended") { !agent.process.isAlive }
    #expect(try session.resume().status == 200)
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A supervisor that cannot be reached is named; a stop ends it and its agent")
  func socket() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("ignore-eof; ignore-term; spawn-tree")
    let agent = try session.agent()
    try first.kill()
    try #require(unlink(home.home.run(of: try #require(SessionID(session.id)), Epoch(1)).socket) == 0)
    let second = try TestDaemon(home)
    try eventually("it is named") { try session.conditions() == ["shim shim_unreachable"] }
    #expect(agent.process.isAlive)
    #expect(try session.stop().status == 204)
    #expect(!agent.process.isAlive && home.marked().isEmpty)
    #expect(try session.payload()["stop_reason"]?.string == "user_canceled")
    #expect(try session.resume().status == 200)
    try session.promptToEnd("hello")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
