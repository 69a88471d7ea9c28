import Glibc
import Home
import JSON
import Platform
import ShimProtocol
import Testing

/// An agent that says more than can be taken at once. `AGH_TEST_TURN_MIB` and `AGH_TEST_CAP_MIB` make the turn as large
/// as one likes: 400 with a cap of 256 is a matter of minutes.
@Suite("An agent that says a lot", .blocking)
struct BackpressureTests {
  private static func mebibytes(_ name: String, or usual: Int) -> Int {
    (getenv(name).flatMap { Int(String(cString: $0)) } ?? usual) << 20
  }

  @Test("More than the spool holds while no daemon runs: the agent waits at the cap, and everything is stored, once")
  func beyondTheCap() throws {
    let size = Self.mebibytes("AGH_TEST_TURN_MIB", or: 12)
    let cap = Self.mebibytes("AGH_TEST_CAP_MIB", or: 4)
    let home = try TestHome(.logged())
    let environment = ["AGH_TEST_SPOOL_BYTES": String(cap)]
    let first = try TestDaemon(home, environment: environment)
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    let chunk = 32 << 10
    // The daemon is gone before the agent says a word.
    let turn = try session.prompt("sleep 1s; stream \(size / chunk) chunks of \(chunk) bytes")
    try first.kill()
    let run = home.home.run(of: try #require(SessionID(session.id)), Epoch(1))
    try eventually("the spool is full", within: .seconds(300)) { try Self.bytes(below: run.spool) >= cap }
    #expect(try Self.bytes(below: run.spool) < cap + cap / 4 + (1 << 20), "there are only the headers of records more")
    try eventually("the agent waits in its write") { try Self.isAsleep(agent.process.pid) }
    #expect(agent.process.isAlive)

    let second = try TestDaemon(home, environment: environment)
    try session.awaitEnd(of: turn, within: .seconds(600))
    #expect(try session.agent() == agent)
    #expect(try Self.chunks(of: session) == "\(size / chunk) of \(size / chunk)")
    // Line for line is for what fits into memory.
    if size <= 32 << 20 { #expect(try Truth(session, home.agentLog()).problems() == []) }
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A burst of 50,000 chunks, with a daemon and without: every one is stored, once", arguments: [true, false])
  func burst(withDaemon: Bool) throws {
    let home = try TestHome()
    var daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let agent = try session.agent()
    let turn = try session.prompt(withDaemon ? "flood 50000" : "sleep 1s; flood 50000")
    if !withDaemon {
      try daemon.kill()
      let spool = home.home.run(of: try #require(SessionID(session.id)), Epoch(1)).spool
      try eventually("most of it is said", within: .seconds(120)) { try Self.bytes(below: spool) > 50_000 * 150 }
      daemon = try TestDaemon(home)
    }
    try session.awaitEnd(of: turn, within: .seconds(240))
    #expect(try session.agent() == agent)
    #expect(try Self.chunks(of: session) == "50000 of 50000")
    #expect(try StoredJournal(session).problems() == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A prompt that is half accepted when the daemon dies arrives whole, and once")
  func halfAPrompt() throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let agent = try session.agent()
    // More than the agent's pipe and the shim's buffer hold, and the agent reads nothing.
    #expect(try agent.process.signal(SIGSTOP))
    let text = String((0..<600_000).map { Character(UnicodeScalar(UInt8(97 + $0 * 7 % 26))) })
    let turn = try session.prompt("write half.txt \(text)")
    let place = home.home.run(of: try #require(SessionID(session.id)), Epoch(1))
    try first.kill()
    let peer = try ShimPeer(place)
    try peer.attach(homeID: try #require(home.identity), generation: 1)
    let accepted = try #require(peer.hello).accepted
    #expect(accepted.position > 64 << 10 && accepted.position < 300_000 && accepted.free == 0, "\(accepted)")
    peer.close()
    let second = try TestDaemon(home)
    #expect(try agent.process.signal(SIGCONT))
    try session.awaitEnd(of: turn)
    #expect(try Files.text(home.workspace + "/half.txt").hasPrefix(text))
    #expect(try Truth(session, home.agentLog()).problems() == [])
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  /// How many chunks are stored in their place, and how many in all: the agent numbers them.
  private static func chunks(of session: SessionHandle) throws -> String {
    try StoredJournal(session).query(
      """
      with chunks as (
        select cast(substr(json_extract(content, '$.content.text'), 2) as integer) as number,
          row_number() over (order by sequence) as place
        from events where type = 'agent_message')
      select sum(number = place) || ' of ' || count(*) from chunks
      """
    ).joined()
  }

  private static func bytes(below directory: String) throws -> Int {
    try Files.names(directory).reduce(0) { try $0 + Int(FileStatus.of("\(directory)/\($1)").size) }
  }

  /// Whether every thread of a process sleeps.
  private static func isAsleep(_ pid: Int32) throws -> Bool {
    try Files.names("/proc/\(pid)/task").allSatisfy { try Files.text("/proc/\(pid)/task/\($0)/stat").contains(") S ") }
  }
}
