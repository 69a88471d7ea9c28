import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// The machine loses power: everything dies, and what was not on disk is gone. The boot id is injected; what is lost is
/// lost by putting an earlier copy of the journal in its place.
@Suite("Power cuts", .blocking)
struct PowerCutTests {
  private static let firstBoot = ["AGH_TEST_BOOT_ID": "00000000-0000-4000-8000-000000000001"]
  private static let secondBoot = ["AGH_TEST_BOOT_ID": "00000000-0000-4000-8000-000000000002"]

  @Test("Rows that were lost never lend their ids to others; a cursor that names them is told so")
  func lostRows() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home, environment: Self.firstBoot)
    let session = try SessionHandle(home, provider: "logged")
    try session.promptToEnd("stream 10 chunks")
    let copy = home.root + "/copy.db"
    _ = try SQLiteShell.query(session.directory + "/events.db", ".backup \(copy)")
    let kept = try session.events()
    let turn = try session.prompt("stream 20 chunks; sleep 60s")
    try eventually("the chunks") { try session.events("turn_id=\(turn)").count == 21 }
    let lost = try session.events("after_sequence=\(kept.count)")
    try cut(first, home)
    for name in Files.names(session.directory) where name.hasPrefix("events.db") {
      try Directory.removeTree("\(session.directory)/\(name)")
    }
    try #require(rename(copy, session.directory + "/events.db") == 0)

    let second = try TestDaemon(home, environment: Self.secondBoot)
    #expect(try session.state == "stopped")
    let events = try session.events()
    #expect(Array(events.prefix(kept.count)).map { $0["id"] } == kept.map { $0["id"] }, "what was on disk is kept")
    #expect(events.compactMap { $0["sequence"]?.int } == Array(1...events.count))
    let recovered = events.dropFirst(kept.count)
    #expect(recovered.contains { $0["type"]?.string == "transcript_marker.created" }, "no recovery marker")
    let lostIDs = Set(lost.compactMap { $0["id"]?.string })
    #expect(events.allSatisfy { !lostIDs.contains($0["id"]?.string ?? "") }, "an id names two events")
    #expect(try StoredJournal(session).problems() == [])
    let epochs = try StoredJournal(session).query("select journal_epoch, first_sequence from journal_epochs order by 1")
    #expect(epochs == ["0|1", "1|\(kept.count + 1)"], "\(epochs)")

    #expect(try session.resume().status == 200)
    let head = try session.payload()["head_sequence"]?.int ?? 0
    let stale = try Follower(session, query: "?after_sequence=\(kept.count + lost.count)")
    let reset = try stale.frame("a reset") { _ in true }
    #expect(reset.event == "reset")
    #expect(reset.json["journal_epoch"]?.int == 1)
    #expect(reset.json["head"]?.int == head)
    let valid = try Follower(session, query: "?after_sequence=\(kept.count - 1)")
    let next = try valid.frame("the next event") { _ in true }
    #expect(next.id == "\(kept.count)", "a cursor below the loss is good")
    let beyond = try valid.frame("an event of the new epoch") { $0.id?.hasSuffix(".1") == true }
    #expect(beyond.id == "\(kept.count + 1).1")
    let again = try Follower(session, query: "?after_sequence=\(kept.count + 1).1")
    let behind = try again.frame("what follows") { _ in true }
    #expect(behind.id == "\(kept.count + 2).1")
    try session.promptToEnd("hello again")
    for follower in [stale, valid, again] { follower.leave() }
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("Nothing was lost: the turn is closed as interrupted, its key still names it, and it is not sent again")
  func interruptedTurn() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home, environment: Self.firstBoot)
    let session = try SessionHandle(home, provider: "logged")
    let turn = try session.prompt("stream 20 chunks; sleep 60s", key: "cut")
    try eventually("the chunks") { try session.events("turn_id=\(turn)").count == 21 }
    try cut(first, home)
    let second = try TestDaemon(home, environment: Self.secondBoot)
    #expect(try session.state == "stopped")
    #expect(try session.awaitEnd(of: turn)["type"]?.string == "error")
    #expect(try session.resume().status == 200)
    #expect(try session.prompt("stream 20 chunks; sleep 60s", key: "cut") == turn)
    try session.promptToEnd("hello")
    #expect(try home.agentLog().received("session/prompt").values.reduce(0, +) == 2)
    #expect(try StoredJournal(session).problems() == [])
    #expect(try second.stop() == .status(0))
  }

  @Test("A clean stop is no power cut, whatever the boot")
  func cleanStop() throws {
    let home = try TestHome()
    let first = try TestDaemon(home, environment: Self.firstBoot)
    let session = try SessionHandle(home)
    try session.promptToEnd("hello")
    let turns = try session.events()
    #expect(try first.stop() == .status(0))
    let second = try TestDaemon(home, environment: Self.secondBoot)
    #expect(try session.resume().status == 200)
    try session.promptToEnd("hello")
    #expect(try StoredJournal(session).query("select count(*) from journal_epochs") == ["1"])
    #expect(try session.events().prefix(turns.count).map { $0["id"] } == turns.map { $0["id"] })
    #expect(try second.stop() == .status(0))
  }

  /// Everything of a home dies at once.
  private func cut(_ daemon: TestDaemon, _ home: TestHome) throws {
    let marked = home.marked()
    try daemon.kill()
    for process in marked { _ = try process.signal(SIGKILL) }
    try eventually("everything is dead") { home.marked().isEmpty }
  }
}
