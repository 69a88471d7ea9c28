import Home
import JSON
import Platform
import Testing

@Suite("Many followers", .blocking)
struct CrowdTests {
  @Test("500 followers, of which 50 take nothing: the others get every event, the 50 are cut and go on at their cursor")
  func fiftyStall() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    let crowd = Crowd(session, socket: home.home.socket)
    let head = try session.events().last?["sequence"]?.int ?? 0
    try crowd.join(reading: 450)
    try crowd.join(silent: 50)
    try crowd.read { $0.positions.allSatisfy { $0 == head } }
    let descriptors = try Self.descriptors(of: daemon)

    // The prompt, a thousand chunks, the end: nobody waits for those who take nothing.
    let turn = try session.prompt("stream 1000 chunks of 200 bytes")
    let last = head + 1002
    try crowd.read { $0.positions.allSatisfy { $0 == last } }
    #expect(try session.awaitEnd(of: turn)["sequence"]?.int == last)

    try eventually("the daemon has let go of those who take nothing", within: .seconds(90)) {
      try Self.descriptors(of: daemon) <= descriptors - 45
    }
    crowd.awaken()
    try crowd.read { $0.endedCount == 50 }
    #expect(crowd.positions.filter { $0 < last }.count == 50, "they were cut before the end of the turn")
    try crowd.reconnect()
    try crowd.read { $0.positions.allSatisfy { $0 == last } }
    #expect(crowd.problems == [])
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  private static func descriptors(of daemon: TestDaemon) throws -> Int {
    try Directory.names("/proc/\(daemon.pid)/fd").count
  }
}
