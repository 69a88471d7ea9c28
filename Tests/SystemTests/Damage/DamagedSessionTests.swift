import Glibc
import Home
import JSON
import Platform
import Testing

/// Whatever is damaged of a session while no daemon runs: the daemon starts, the other sessions go on, and that one is
/// whole, has ended truthfully, or is named and not touched. Nothing of it runs that nobody knows of.
@Suite("Damaged sessions", .blocking)
struct DamagedSessionTests {
  @Test("Every part of a session", arguments: Damage.allCases)
  func every(damage: Damage) throws {
    let home = try DamagedHome()
    for part in DamagedPart.allCases where part.outcome(of: damage) != nil { try home.add(part) }
    try home.damage(damage)
    let daemon = try home.restart()
    try home.checkOthers()
    for victim in home.victims { try home.check(victim) }
    home.checkOutside()
    #expect(try daemon.stop() == .status(0))
    for victim in home.victims { try home.checkUntouched(victim) }

    // Whoever gives them up gets rid of them, and of their agents.
    let last = try TestDaemon(home.home)
    for victim in home.victims {
      let answer = try victim.session.delete()
      #expect(answer.status == 204, "\(victim.part): \(answer)")
      #expect(victim.agent?.isAlive != true, "\(victim.part): its agent lives")
      #expect(!Files.exists(victim.session.directory), "\(victim.part) is left")
    }
    home.checkOutside()
    #expect(try last.stop() == .status(0))
    try home.home.requireNothingLeft()
  }
}

/// A home with sessions of which something is damaged while no daemon runs, and two of which nothing is: one in the middle
/// of a turn, one stopped.
private final class DamagedHome {
  struct Victim {
    let part: DamagedPart
    let session: SessionHandle
    let agent: ProcessIdentity?
    var outcome = DamagedPart.Outcome.whole
    var before: [Fingerprint] = []
  }

  let home: TestHome
  private(set) var victims: [Victim] = []
  private var daemon: TestDaemon
  private let streaming: SessionHandle
  private let stopped: SessionHandle
  private var turn = ""
  private var leadsOutside = false
  private var outside: Fingerprint

  private var aside: String { home.root + "/aside" }

  init() throws {
    home = try TestHome(.logged())
    daemon = try TestDaemon(home)
    streaming = try SessionHandle(home, provider: "logged")
    stopped = try SessionHandle(home)
    try stopped.promptToEnd("hello")
    try stopped.stop()
    try Directory.make(home.root + "/aside")
    outside = Fingerprint(home.root + "/aside")
  }

  /// Makes a session.
  func add(_ part: DamagedPart) throws {
    let session = try SessionHandle(home)
    try session.promptToEnd("stream 20 chunks")
    try session.stop()
    if part.isRunning {
      try #require(try session.resume().status == 200)
      try session.promptToEnd(part.endsAbruptly ? "ignore-eof; ignore-term; stream 20 chunks" : "stream 20 chunks")
    }
    victims.append(Victim(part: part, session: session, agent: part.isRunning ? try session.agent().process : nil))
  }

  /// Kills the daemon and damages every session in its part.
  func damage(_ damage: Damage) throws {
    turn = try streaming.prompt("stream 300 chunks at 300/s")
    try daemon.kill()
    for index in victims.indices {
      let part = victims[index].part
      try damage.apply(to: part.path(victims[index].session, home), aside: "\(aside)/\(part)")
      victims[index].outcome = try #require(part.outcome(of: damage))
    }
    for index in victims.indices { victims[index].before = try fingerprints(victims[index].session) }
    leadsOutside = damage == .outsideLink
    outside = Fingerprint(aside)
  }

  /// Links lead there, and are not followed.
  func checkOutside() {
    if leadsOutside { #expect(Fingerprint(aside).differences(from: outside) == [], "changed through a link") }
  }

  func restart() throws -> TestDaemon {
    daemon = try TestDaemon(home)
    return daemon
  }

  /// The two others: one finishes its turn, one can be resumed.
  func checkOthers() throws {
    try streaming.awaitEnd(of: turn)
    #expect(try Truth(streaming, home.agentLog()).problems() == [])
    #expect(try stopped.resume().status == 200)
    try stopped.promptToEnd("hello")
  }

  func check(_ victim: Victim) throws {
    let (part, session) = (victim.part, victim.session)
    switch victim.outcome {
    case .whole:
      #expect(try session.conditions() == [], "\(part)")
      if !part.isRunning { #expect(try session.resume().status == 200, "\(part)") }
      try session.promptToEnd("hello")
    case .leftAlone(let code):
      try eventually("\(part): the session is named") { try codes(session) == [code] }
      try checkNamed(victim, code)
      #expect(victim.agent?.isAlive == true, "\(part): its agent is gone")
      var answers = [try session.api.send("POST", session.path("/prompt"), body: ["message": "hello"])]
      // One whose agent is only out of reach runs already.
      if code != "shim_unreachable" { answers.append(try session.resume()) }
      for answer in answers { #expect(answer.status == 503 && answer.code == code, "\(part): \(answer)") }
      if code == "journal_corrupt", part != .log {
        let answer = try session.api.send("GET", session.path("/events"))
        #expect(answer.status == 503 && answer.code == code, "\(part): \(answer)")
      }
    case .ended(let code):
      try eventually("\(part): the session has stopped") { try session.state == "stopped" }
      #expect(try session.payload()["failure"]?["code"]?.string == code, "\(part)")
      #expect(home.log.contains(session.id), "\(part): not in the log")
      #expect(victim.agent?.isAlive != true, "\(part): its agent lives")
      #expect(try session.resume().status == 200, "\(part)")
      try session.promptToEnd("hello")
    case .endsWithTurn(let code):
      let end = try session.promptToEnd("hello")
      #expect(end["type"]?.string == "error", "\(part): \(end.text)")
      try eventually("\(part): the session has stopped") { try session.state == "stopped" }
      #expect(try session.payload()["failure"]?["code"]?.string == code, "\(part)")
      #expect(try session.resume().status == 200, "\(part)")
    case .refused(let code):
      for answer in try [session.api.send("GET", session.path("/events")), session.resume()] {
        #expect(answer.status == 503 && answer.code == code, "\(part): \(answer)")
      }
      #expect(try codes(session) == [code], "\(part)")
      try checkNamed(victim, code)
    }
  }

  /// What the daemon must not have touched is as it was, byte for byte.
  func checkUntouched(_ victim: Victim) throws {
    switch victim.outcome {
    case .leftAlone("shim_unreachable"), .whole, .ended, .endsWithTurn: return
    case .leftAlone, .refused:
      for (now, before) in zip(try fingerprints(victim.session), victim.before) {
        #expect(now.differences(from: before) == [], "\(victim.part)")
      }
    }
  }

  /// The finding is in the status and in the log, with what to do.
  private func checkNamed(_ victim: Victim, _ code: String) throws {
    let (part, id) = (victim.part, victim.session.id)
    let items = try daemon.api.get("/api/status")["diagnostics"]?.array ?? []
    let item = items.first { $0["evidence"]?["session_id"]?.string == id }
    #expect(item?["code"]?.string == code, "\(part): \(item?.text ?? "not in the status")")
    #expect(item?["suggested_command"]?.string?.isEmpty == false, "\(part)")
    let lines = home.log.split(separator: "\n")
    #expect(lines.contains { $0.contains(id) && $0.contains(code) }, "\(part): not in the log")
  }

  private func codes(_ session: SessionHandle) throws -> [String] {
    try (session.payload()["diagnostics"]?.array ?? []).compactMap { $0["code"]?.string }
  }

  private func fingerprints(_ session: SessionHandle) throws -> [Fingerprint] {
    [Fingerprint(session.directory), Fingerprint(home.home.runs(of: try #require(SessionID(session.id))))]
  }
}
