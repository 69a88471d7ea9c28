import Glibc
import HTTP
import Home
import JSON
import Platform
import Testing

/// A daemon whose clients take all the descriptors they can get.
@Suite("The limit of descriptors", .blocking)
struct DescriptorLimitTests {
  @Test("Clients that take all they get: the daemon waits without spinning, agents work, and who waits is answered")
  func exhausted() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home, after: "ulimit -n 128")
    let session = try SessionHandle(home, provider: "logged")
    let gate = try Gate(home.workspace + "/gate")
    let follower = try Follower(session)
    let turn = try session.prompt("run cat gate; stream 500 chunks")
    let kept = try RawConnection(.unix(path: home.home.socket))
    try kept.send("GET /api/status HTTP/1.1\r\nHost: agh\r\n\r\n")
    _ = try kept.receive(until: "\r\n\r\n")

    var idle = try (0..<200).map { _ in try RawConnection(.unix(path: home.home.socket)) }
    // A quarter of the limit is left to everything that is no client.
    try eventually("no further client is let in") { Files.names("/proc/\(daemon.pid)/fd").count >= 96 }
    let (before, begin) = (try ProcessorTime.of(daemon.pid), ContinuousClock.now)
    Pause.block(.seconds(1))
    let share = (try ProcessorTime.of(daemon.pid) - before) / (ContinuousClock.now - begin)
    #expect(share < 0.3, "a daemon that can let nobody in uses \(share) of a processor")
    #expect(Files.names("/proc/\(daemon.pid)/fd").count < 128)

    try gate.open()
    try follower.frame("the end of the turn") { $0.event == "done" && $0.json["turn_id"]?.string == turn }
    let body = "{\"provider\":\"rehearsal\",\"workspace_path\":\"\(home.workspace)\"}"
    try kept.send(
      "POST /api/sessions HTTP/1.1\r\nHost: agh\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    #expect(try kept.receive(until: "\r\n\r\n").contains("HTTP/1.1 201 "), "an agent can still be started")

    let waiting = try RawConnection(.unix(path: home.home.socket))
    try waiting.send("GET /api/status HTTP/1.1\r\nHost: agh\r\nConnection: close\r\n\r\n")
    idle.removeLast(150)
    #expect(try waiting.receiveAll().hasPrefix("HTTP/1.1 200 "))
    idle = []
    try #require(try StoredJournal(session).problems() == [])
    follower.leave()
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("A limit that is too low is said at once")
  func tooLow() throws {
    let home = try TestHome()
    for words in [["daemon", "start"], ["daemon", "start", "--foreground"]] {
      let result = try home.start(words + ["-o", "json"], after: "ulimit -n 63").end()
      #expect(result.status == 1)
      let error = try JSONParser.parse(Array(result.errors.utf8))
      #expect(error["code"]?.string == "descriptor_limit_too_low", "\(result)")
      #expect(error["error"]?.string?.contains("is 63") == true)
    }
    #expect(!Files.exists(home.home.catalog) && !Files.exists(home.home.daemonInfo))
    #expect(home.processes().isEmpty)
  }
}
