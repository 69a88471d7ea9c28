import Glibc
import Home
import JSON
import Platform
import Testing

/// A session whose files are damaged when the daemon starts is named and left alone; the rest runs, and so does that one
/// again as soon as its files are whole.
@Suite("A session that cannot be taken over", .blocking)
struct LeftAloneTests {
  private static let zeros = [UInt8](repeating: 0, count: 8192)

  @Test("A damaged journal: the session is named, its agent is left alone, and it is taken over once the file is whole")
  func journal() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    try session.promptToEnd("stream 5 chunks")
    let agent = try session.agent()
    try first.kill()
    let path = session.directory + "/events.db"
    let saved = try ["", "-wal"].map { try Files.read(path + $0) }
    for suffix in ["", "-wal"] { try Self.damage(path + suffix) }

    let second = try TestDaemon(home)
    try eventually("the session is named") { try session.conditions() == ["adoption journal_corrupt"] }
    #expect(home.log.contains("session \(session.id) could not be taken over"))
    try other.promptToEnd("hello")
    #expect(agent.process.isAlive, "its agent waits")
    for answer in [
      try session.api.send("POST", session.path("/prompt"), body: ["message": "hello"]), try session.resume(),
      try session.stop(),
    ] {
      #expect(answer.status == 503 && answer.code == "journal_corrupt", "\(answer)")
    }
    #expect(home.shims().count == 2, "no second agent beside the first")

    for (suffix, bytes) in zip(["", "-wal"], saved) {
      try FileDescriptor.open(path + suffix, O_WRONLY | O_TRUNC).write(bytes)
    }
    let resumed = try session.resume()
    #expect(resumed.status == 200, "\(resumed)")
    #expect(try session.agent() == agent)
    #expect(try session.conditions() == [])
    try session.promptToEnd("say hello")
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A run that cannot be looked at: the session is named and the others run")
  func run() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    let agents = home.marked()
    try first.kill()
    let directory = home.home.runs(of: try #require(SessionID(session.id)))
    #expect(rename(directory, home.root + "/aside") == 0)
    try Files.write("no directory", to: directory)

    let second = try TestDaemon(home)
    try eventually("the session is named") { try session.conditions() == ["adoption run_unreadable"] }
    try other.promptToEnd("hello")
    #expect(try session.resume().code == "run_unreadable")
    #expect(agents.allSatisfy { $0.isAlive })
    #expect(unlink(directory) == 0 && rename(home.root + "/aside", directory) == 0)
    #expect(try session.resume().status == 200)
    #expect(try session.conditions() == [])
    try session.promptToEnd("hello")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A spool that was damaged while no daemon ran: what came before is stored, the run ends and says so")
  func spool() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    let turn = try session.prompt("stream 20 chunks; sleep 1s; stream 400 chunks of 1000 bytes; sleep 60s")
    try eventually("the first chunks") { try session.events("type=agent_message").count == 20 }
    try first.kill()
    let run = home.home.run(of: try #require(SessionID(session.id)), Epoch(1))
    let segment = run.spool + "/0001.seg"
    let kept = session.directory + "/damaged-spool-1"
    try Files.write("of a run that had this number before", to: kept)
    try eventually("the agent has said the rest") { try FileStatus.of(segment).size > 400_000 }
    try FileDescriptor.open(segment, O_WRONLY).write(Array(Self.zeros.prefix(64)), at: 300_000)

    let second = try TestDaemon(home)
    try other.promptToEnd("hello")
    try eventually("the session has stopped") { try session.state == "stopped" }
    let failure = try session.payload()["failure"]
    #expect(failure?["code"]?.string == "spool_damaged", "\(failure?.text ?? "none")")
    #expect(home.log.contains("the agent's output cannot be read any further"))
    let stored = try session.events("type=agent_message").count
    #expect(stored > 20 && stored < 420)
    let sent = try home.agentLog().sentUpdates.prefix(stored)
    #expect(try StoredJournal(session).updates().prefix(stored) == sent, "what came before is stored, in order")
    let ends = try session.events("turn_id=\(turn)").filter { ["done", "error"].contains($0["type"]?.string) }
    #expect(ends.map { $0["type"]?.string } == ["error"])
    #expect(try StoredJournal(session).problems() == [])
    #expect(try Files.text(kept) == "of a run that had this number before")
    #expect(try FileStatus.of(kept + "-2/0001.seg").size > 400_000, "what could not be read is kept, beside what was")
    #expect(try session.resume().status < 300)
    try session.promptToEnd("say hello")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A lost catalog and an unreadable journal: named at every start until the file is whole, then listed again")
  func rebuild() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    for session in [session, other] {
      try session.promptToEnd("hello")
      try session.stop()
    }
    #expect(try first.stop() == .status(0))
    let path = session.directory + "/events.db"
    let saved = try Files.read(path)
    try Self.damage(path)
    for suffix in ["", "-wal", "-shm"] { unlink(home.home.catalog + suffix) }
    for _ in 1...2 {
      let daemon = try TestDaemon(home)
      #expect(try other.state == "stopped")
      let answer = try daemon.api.send("GET", session.path())
      #expect(answer.status == 503 && answer.code == "journal_corrupt", "\(answer)")
      #expect(home.log.contains("session \(session.id) could not be taken over"))
      #expect(try daemon.stop() == .status(0))
    }
    try FileDescriptor.open(path, O_WRONLY | O_TRUNC).write(saved)
    let last = try TestDaemon(home)
    #expect(try (session.state, session.conditions()) == ("stopped", []))
    #expect(try session.resume().status == 200)
    #expect(try last.stop() == .status(0))
    try home.requireNothingLeft()
  }

  /// Overwrites the beginning of a file.
  private static func damage(_ path: String) throws {
    try FileDescriptor.open(path, O_WRONLY).write(zeros, at: 0)
  }
}
