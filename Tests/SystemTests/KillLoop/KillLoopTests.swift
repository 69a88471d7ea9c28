import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// The daemon is killed again and again while several sessions work. `AGH_SOAK_KILLS` says how often, `AGH_SOAK_SEED`
/// repeats a run.
@Suite("Kill loop", .blocking)
struct KillLoopTests {
  @Test("Killed at every named point and at any time: nothing is lost, nothing happens twice, everything ends")
  func loop() throws {
    let kills = getenv("AGH_SOAK_KILLS").flatMap { Int(String(cString: $0)) } ?? 50
    let seed = getenv("AGH_SOAK_SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 1...999_999)
    print("kill loop: \(kills) kills, AGH_SOAK_SEED=\(seed)")
    var dice = Dice(seed: seed)
    let points = FaultPoints.all
    #expect(!points.isEmpty, "the sources are not at hand")
    let strikes = dice.strikes(kills, points: points)

    var options = TestHome.Options()
    options.permissions = "approve-reads"
    let names = ["one", "two", "three"]
    for name in names { options.addLogged(name) }
    let home = try TestHome(options)
    let faultLog = home.root + "/faults"
    let work = Work(home.place)
    let isDone = Event<Bool>()
    let approver = try work.approve(until: isDone)

    var daemon = try TestDaemon(home, environment: ["AGH_FAULT_LOG": faultLog])
    var sessions: [SessionHandle] = []
    var followers: [Follower] = []
    for name in names {
      let workspace = try home.makeWorkspace(name)
      try Files.write("Something to read.\n", to: workspace + "/README.md")
      let session = try work.create(name, workspace: workspace, key: "session-\(name)")
      sessions.append(session)
      followers.append(try Follower(session))
    }
    let agents = try sessions.map { try $0.agent() }
    let talks = try zip(sessions, names).map { try work.talk($0, name: $1) }
    let churn = try work.churn(home.makeWorkspace("churn"))

    var hits: [String: Int] = [:]
    for strike in strikes {
      try daemon.kill()
      daemon = try runToItsDeath(strike, home, faultLog, &hits)
    }
    try daemon.kill()
    daemon = try TestDaemon(home)
    work.finish()
    let rounds = try talks.map { try $0.value(within: .seconds(120)) }
    let churned = try churn.value(within: .seconds(120))
    isDone.set(true)
    try approver.value()
    #expect(work.trouble == [])

    for point in points { print("kill loop: \(point) \(hits[point] ?? 0)") }
    #expect(points.filter { hits[$0] == nil } == [], "points without a hit")
    #expect(try sessions.map { try $0.agent() } == agents, "an agent was replaced")
    for (index, session) in sessions.enumerated() {
      let head = try StoredJournal(session).events().count
      try followers[index].frame("event \(head)") { Int($0.id ?? "") == head }
      #expect(try Truth(session, home.agentLog(names[index]), followers[index]).problems() == [], "\(names[index])")
      let marks = (1...rounds[index]).map { "\(names[index])-\($0)" }
      let effects = try Files.text("\(home.root)/\(names[index])/effects").split(separator: "\n").map(String.init)
      #expect(effects == marks, "a command was run twice, or not at all")
      for mark in marks {
        #expect(try Files.text("\(home.root)/\(names[index])/\(mark).txt") == "\(mark)\n")
      }
      let left = Files.names("\(home.root)/\(names[index])").filter { $0.hasPrefix(".agh-") }
      #expect(left == [], "temporary files are left")
    }
    for session in churned {
      #expect(try StoredJournal(session).problems() == [])
      #expect(try session.events("type=user_message").count == 2 || session.id == churned.last?.id)
    }
    #expect(Set(Files.names(home.home.sessions)) == Set((sessions + churned).map(\.id)), "a session too many, or lost")
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  /// Starts a daemon that is to die as a strike says, and waits until it is dead; answers it.
  private func runToItsDeath(
    _ strike: Strike, _ home: TestHome, _ faultLog: String, _ hits: inout [String: Int]
  ) throws -> TestDaemon {
    var environment = ["AGH_FAULT_LOG": faultLog, "AGH_CHECK_FOLD": "1"]
    if case .point = strike { environment["AGH_FAULT"] = strike.description }
    let daemon = try TestDaemon(starting: home, environment: environment)
    switch strike {
    case .point(let point, _):
      // A point that is not passed in this time is struck by another kill.
      if let ending = try? daemon.process.wait(within: .seconds(8)) {
        #expect(ending == .signal(SIGKILL), "\(strike): the daemon ended with \(ending): \(daemon.errors)")
        hits[point, default: 0] += 1
      }
    case .time(let milliseconds):
      try daemon.awaitReadiness()
      Pause.block(.milliseconds(milliseconds))
    }
    return daemon
  }
}
