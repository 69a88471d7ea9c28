import Glibc
import Home
import JSON
import Platform
import Testing

/// What belongs to the home and not to one session is damaged while no daemon runs.
@Suite("Damaged files of a home", .blocking)
struct DamagedHomeTests {
  @Test("The catalog is put aside and made anew from the sessions", arguments: Damage.allCases)
  func catalog(damage: Damage) throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let streaming = try SessionHandle(home, provider: "logged")
    let stopped = try SessionHandle(home)
    try stopped.promptToEnd("hello")
    try stopped.stop()
    let turn = try streaming.prompt("stream 200 chunks at 400/s")
    try first.kill()
    let aside = home.root + "/aside"
    try damage.apply(to: home.home.catalog, aside: aside)
    let outside = Fingerprint(aside)

    let second = try TestDaemon(home)
    try streaming.awaitEnd(of: turn)
    #expect(try Truth(streaming, home.agentLog()).problems() == [])
    let listed = try second.api.get("/api/sessions?all=true")["sessions"]?.array?.compactMap { $0["id"]?.string } ?? []
    #expect(Set(listed) == [streaming.id, stopped.id])
    #expect(try stopped.resume().status == 200)
    try stopped.promptToEnd("hello")
    #expect(Fingerprint(aside) == outside, "something outside of the home was changed")
    if ![.missing, .half, .zeros, .garbage].contains(damage) {
      #expect(Files.names(home.home.path).contains { $0.hasPrefix("agh.db.corrupt.") }, "it was not put aside")
      #expect(home.log.contains("the catalog is rebuilt from the sessions on disk"))
    }
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("daemon.json is written anew, whatever lies there", arguments: Damage.allCases)
  func daemonInfo(damage: Damage) throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let agent = try session.agent()
    try first.kill()
    let aside = home.root + "/aside"
    try damage.apply(to: home.home.daemonInfo, aside: aside)
    let outside = Fingerprint(aside)
    if damage == .directory {
      // A directory may hold anything: it is not removed, and the daemon says what is in its way.
      let result = try home.run("daemon", "start", "-o", "json")
      let code = try JSONParser.parse(Array(result.errors.utf8))["code"]?.string
      #expect(result.status == 1 && code == "home_unusable", "\(result)")
      #expect(result.errors.contains("daemon.json"))
      #expect(agent.process.isAlive)
      try #require(rmdir(home.home.daemonInfo) == 0)
    }
    let second = try TestDaemon(home)
    #expect(try session.agent() == agent)
    try session.promptToEnd("hello")
    #expect(Fingerprint(aside) == outside)
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test("home.json is never made anew over a damaged one: the daemon says so at once", arguments: Damage.allCases)
  func identity(damage: Damage) throws {
    guard damage != .missing else { return }
    let home = try TestHome()
    let first = try TestDaemon(home)
    let session = try SessionHandle(home)
    let agent = try session.agent()
    try first.kill()
    let aside = home.root + "/aside"
    let saved = try Files.read(home.home.identity)
    try damage.apply(to: home.home.identity, aside: aside)
    let before = Fingerprint(home.home.identity)
    let result = try home.run("daemon", "start", "-o", "json")
    let code = try JSONParser.parse(Array(result.errors.utf8))["code"]?.string
    #expect(result.status == 1 && code == "home_unusable", "\(result)")
    #expect(Fingerprint(home.home.identity) == before)
    #expect(agent.process.isAlive)
    try Directory.removeTree(home.home.identity)
    try FileDescriptor.open(home.home.identity, O_WRONLY | O_CREAT).write(saved)
    let second = try TestDaemon(home)
    #expect(try session.agent() == agent)
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }

  @Test(
    "A log that nobody can write to: the daemon says so at once", arguments: [Damage.directory, .pipe, .outsideLink])
  func log(damage: Damage) throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    #expect(try first.stop() == .status(0))
    let aside = home.root + "/aside"
    try damage.apply(to: home.home.log, aside: aside)
    let outside = Fingerprint(aside)
    let result = try home.run("daemon", "start", "--foreground", "-o", "json")
    #expect(result.status == 1, "\(result)")
    #expect(try JSONParser.parse(Array(result.errors.utf8))["code"]?.string == "home_unusable", "\(result)")
    #expect(Fingerprint(aside) == outside)
    #expect(home.processes().isEmpty)
  }
}

/// What the system refuses to an ordinary user: a part that cannot be read is not a damaged one, and is named as well.
@Suite("Sessions that may not be read, as an unprivileged user", .blocking, .enabled(if: geteuid() != 0))
struct UnprivilegedSessionTests {
  @Test(
    "Left alone and named until they can be read again",
    arguments: [DamagedPart.journal, .log, .identity, .lock, .run, .runs, .session])
  func mode(part: DamagedPart) throws {
    let home = try TestHome(.logged())
    let first = try TestDaemon(home)
    let streaming = try SessionHandle(home, provider: "logged")
    let session = try SessionHandle(home)
    try session.stop()
    try #require(try session.resume().status == 200)
    let agent = try session.agent()
    let turn = try streaming.prompt("stream 200 chunks at 400/s")
    try first.kill()
    let path = try part.path(session, home)
    let mode = try FileStatus.of(path).permissions
    try #require(chmod(path, 0) == 0)
    defer { chmod(path, mode) }
    let second = try TestDaemon(home)
    try streaming.awaitEnd(of: turn)
    let codes = try (session.payload()["diagnostics"]?.array ?? []).compactMap { $0["code"]?.string }
    #expect(codes.count == 1 && ["journal_failed", "run_unreadable"].contains(codes.first), "\(codes)")
    #expect(home.log.contains("session \(session.id) could not be taken over"))
    #expect(agent.process.isAlive)
    #expect(try session.resume().status == 503)
    try #require(chmod(path, mode) == 0)
    #expect(try session.resume().status == 200)
    #expect(try session.agent() == agent)
    try session.promptToEnd("hello")
    #expect(try second.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
