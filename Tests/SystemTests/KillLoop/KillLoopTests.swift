import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// The daemon is killed again and again while eight sessions work. `AGH_SOAK_KILLS` says how often, `AGH_TEST_SEED`
/// repeats a run.
@Suite("Kill loop", .blocking)
struct KillLoopTests {
  @Test("Killed at every named point and at any time: nothing is lost, nothing happens twice, everything ends")
  func loop() throws {
    let kills = Self.number("AGH_SOAK_KILLS") ?? 200
    let seed = Self.number("AGH_TEST_SEED") ?? Int.random(in: 1...999_999)
    print("kill loop: \(kills) kills, AGH_TEST_SEED=\(seed)")
    var dice = Dice(seed: UInt64(seed))
    let points = FaultPoints.all
    #expect(!points.isEmpty, "the sources are not at hand")
    let loop = try KillLoop(talkers: ["one", "two", "three", "four", "five", "six"], churners: ["seven", "eight"])
    for strike in dice.strikes(kills, points: points) { try loop.strike(strike) }
    // What is passed rarely, such as a checkpoint, is waited for again.
    for _ in 1...5 { for point in points where loop.hits[point] == nil { try loop.strike(.point(point, 1)) } }
    try loop.finish()
    for point in points { print("kill loop: \(point) \(loop.hits[point] ?? 0)") }
    print("kill loop: \(loop.count) kills, \(loop.misses) of them because a point was not passed")
    #expect(points.filter { loop.hits[$0] == nil } == [], "points without a hit")
    try loop.check()
  }

  private static func number(_ variable: String) -> Int? {
    getenv(variable).flatMap { Int(String(cString: $0)) }
  }
}

/// A home whose daemon is killed while its sessions work.
private final class KillLoop {
  private let home: TestHome
  private let work: Work
  private let isDone = Event<Bool>()
  private let approver: Concurrently<Void>
  private let names: [String]
  private let sessions: [SessionHandle]
  private let agents: [SessionHandle.Agent]
  private let followers: [Follower]
  private let talks: [Concurrently<Int>]
  private let churns: [Concurrently<[SessionHandle]>]
  private var daemon: TestDaemon
  private var rounds: [Int] = []
  private var churned: [[SessionHandle]] = []
  /// Kills so far, by the point that was struck, in all, and those that came because a point was not passed.
  private(set) var hits: [String: Int] = [:]
  private(set) var count = 0
  private(set) var misses = 0

  /// Makes a session for each talker, whose one agent works on for as long as the loop runs, and sets everybody to work.
  init(talkers: [String], churners: [String]) throws {
    var options = TestHome.Options()
    options.permissions = "approve-reads"
    for name in talkers { options.addLogged(name) }
    let home = try TestHome(options)
    let work = Work(home.place)
    self.home = home
    self.work = work
    names = talkers
    approver = try work.approve(until: isDone)
    daemon = try TestDaemon(home)
    sessions = try talkers.map { name in
      let workspace = try home.makeWorkspace(name)
      try Files.write("Something to read.\n", to: workspace + "/README.md")
      return try work.create(name, workspace: workspace, key: "session-\(name)")
    }
    followers = try sessions.map { try Follower($0) }
    agents = try sessions.map { try $0.agent() }
    talks = try zip(sessions, talkers).map { try work.talk($0, name: $1) }
    churns = try churners.map { try work.churn($0, workspace: home.makeWorkspace($0)) }
  }

  /// Kills the daemon that runs and starts one that dies as a strike says.
  func strike(_ strike: Strike) throws {
    try daemon.kill()
    count += 1
    var environment = ["AGH_CHECK_FOLD": "1"]
    if case .point = strike { environment["AGH_FAULT"] = strike.description }
    daemon = try TestDaemon(starting: home, environment: environment)
    switch strike {
    case .point(let point, _):
      // A point that is not passed in this time is struck by another kill.
      guard let ending = try? daemon.process.wait(within: .seconds(3)) else { return misses += 1 }
      #expect(ending == .signal(SIGKILL), "\(strike): the daemon ended with \(ending): \(daemon.errors)")
      hits[point, default: 0] += 1
    case .time(let milliseconds):
      try daemon.awaitReadiness()
      Pause.block(.milliseconds(milliseconds))
    }
  }

  /// Lets everybody end what was begun, under a daemon that lives.
  func finish() throws {
    try daemon.kill()
    count += 1
    daemon = try TestDaemon(home)
    work.finish()
    rounds = try talks.map { try $0.value(within: .seconds(120)) }
    churned = try churns.map { try $0.value(within: .seconds(120)) }
    isDone.set(true)
    try approver.value()
  }

  /// Looks at everything that was left, then stops the daemon.
  func check() throws {
    #expect(work.trouble == [])
    #expect(try sessions.map { try $0.agent() } == agents, "an agent was replaced")
    for index in sessions.indices { try checkTalker(index) }
    for sessions in churned {
      for session in sessions {
        #expect(try StoredJournal(session).problems() == [])
        #expect(try session.events("type=user_message").count == 2 || session.id == sessions.last?.id)
      }
    }
    let known = Set((sessions + churned.joined()).map(\.id))
    #expect(Set(Files.names(home.home.sessions)) == known, "a session too many, or lost")
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }

  private func checkTalker(_ index: Int) throws {
    let (session, name) = (sessions[index], names[index])
    let directory = "\(home.root)/\(name)"
    // Chunks come after the answer as well.
    try eventually("the last update of \(name)") {
      try home.agentLog(name).sentUpdates.count <= StoredJournal(session).updates().count
    }
    let head = try StoredJournal(session).events().count
    try followers[index].frame("event \(head) of \(name)") { Int($0.id ?? "") == head }
    #expect(try Truth(session, home.agentLog(name), followers[index]).problems() == [], "\(name)")
    let marks = (1...rounds[index]).map { "\(name)-\($0)" }
    let effects = try Files.text("\(directory)/effects").split(separator: "\n").map(String.init)
    #expect(effects == marks, "a command was run twice, or not at all")
    for mark in marks { #expect(try Files.text("\(directory)/\(mark).txt") == "\(mark)\n") }
    let left = Files.names(directory).filter { $0.hasPrefix(".agh-") }
    #expect(left == [], "temporary files are left")
  }
}
