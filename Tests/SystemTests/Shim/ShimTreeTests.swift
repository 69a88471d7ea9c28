import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Testing

@Suite("The processes below a shim", .blocking)
struct ShimTreeTests {
  let bench: ShimBench

  init() throws {
    bench = try ShimBench()
  }

  /// A tree whose members do their best to escape: sessions of their own, orphans, deaf to SIGTERM.
  private static let escaping = """
    trap '' TERM HUP
    (setsid sh -c 'trap "" TERM HUP; setsid sh -c "trap \\"\\" TERM; echo deep; exec sleep 1000" & echo wide; exec sleep 1000' &) &
    (trap '' TERM; echo near; exec sleep 1000) &
    """

  /// Starts the tree, and waits until each member has reported itself.
  private func startTree(then: String, limits: Launch.Limits = ShimBench.limits()) throws -> (ShimRun, ShimPeer) {
    let run = try bench.script(Self.escaping + "\n" + then, limits: limits)
    let peer = try run.attach()
    try peer.waitForLength(UInt64("deep\nwide\nnear\n".utf8.count))
    #expect(bench.processes.count >= 4)
    return (run, peer)
  }

  @Test func nothingIsLeftAfterTheAgentEndsByItself() throws {
    let (run, peer) = try startTree(then: "read line; exit 7")
    try peer.write([10])
    let record = try run.waitForExit()
    #expect(record.code == 7 && record.cause == .itself && record.survivors.isEmpty)
    #expect(bench.processes.isEmpty)
  }

  /// The agent and a terminal are to be ended before the shim when memory runs out, and so is what they start.
  @Test func theAgentIsEndedBeforeItsShimWhenMemoryRunsOut() throws {
    let run = try bench.script("sh -c 'cat /proc/self/oom_score_adj'; cat")
    let peer = try run.attach()
    try eventually("the agent's child has spoken") { try run.outputText().hasSuffix("\n") }
    let own = try score(of: run.pid)
    #expect(try score(of: #require(peer.hello).agentPID) == min(own + 500, 1000))
    #expect(try run.outputText() == "\(min(own + 500, 1000))\n")
    try peer.send(
      .startTerminal(
        ClientFrame.TerminalStart(
          id: "t", arguments: ["/bin/sleep", "1000"], directory: "/", environment: [], outputLimit: 100)))
    #expect(try score(of: peer.nextTerminal("t", .running).pid) == min(own + 500, 1000))
  }

  private func score(of pid: Int32) throws -> Int {
    try #require(Int(Files.text("/proc/\(pid)/oom_score_adj").dropLast()))
  }

  @Test func nothingIsLeftAfterAStop() throws {
    let (run, peer) = try startTree(then: "exec sleep 1000")
    try peer.send(.stop(ClientFrame.Stop(inputGrace: 20, terminationGrace: 20)))
    let record = try run.waitForExit()
    #expect(record.signal == SIGKILL && record.cause == .stop && record.survivors.isEmpty)
    #expect(bench.processes.isEmpty)
  }

  @Test func nothingIsLeftAfterAKill() throws {
    let (run, peer) = try startTree(then: "exec sleep 1000")
    try peer.send(.stop(.kill))
    #expect(try run.waitForExit().cause == .kill)
    #expect(bench.processes.isEmpty)
  }

  @Test func whatIsLeftOfATreeWhoseShimWasKilledIsFoundByItsMark() throws {
    let (run, _) = try startTree(then: "exec sleep 1000")
    #expect(try run.shim.signal(SIGKILL))
    var status = cs_exit()
    #expect(cs_wait(run.pid, 1, &status) == run.pid)
    #expect(!bench.processes.isEmpty)
    let other = "AGH_SHIM=\(bench.homeID):\(bench.session):1:other"
    #expect(try TreeReaper.reap(entry: other).isEmpty)
    #expect(!bench.processes.isEmpty, "another random part is another tree")
    let own = "AGH_SHIM=\(bench.homeID):\(bench.session):1:random"
    #expect(try TreeReaper.reap(entry: own).isEmpty)
    #expect(bench.processes.isEmpty)
  }

  @Test func aRunningLadderIsNotBegunAgainAndAKillShortensIt() throws {
    let run = try bench.start(["sleep", "1000"])
    let peer = try run.attach()
    try peer.send(.stop(ClientFrame.Stop(inputGrace: 600_000, terminationGrace: 0)))
    try peer.next { frame in if case .accepted(let state) = frame, state.closed { () } else { nil } }
    // Begun anew, this one would end the agent at once.
    try peer.send(.stop(ClientFrame.Stop(inputGrace: 0, terminationGrace: 0)))
    let next = try run.attach()
    #expect(next.hello?.exited == false)
    #expect(try RunInspection.isLocked(run.directory))
    try next.send(bytes: ClientFrame.stop(.kill).encoded() + ClientFrame.stop(.kill).encoded())
    #expect(try run.waitForExit() == ExitRecord(code: nil, signal: SIGKILL, cause: .kill, finalLength: 0))
  }

  @Test func eachRungIsEnoughForWhoHearsIt() throws {
    let patient = ClientFrame.Stop(inputGrace: 30_000, terminationGrace: 30_000)
    let reader = try bench.script("cat; echo end")
    try reader.attach().send(.stop(patient))
    #expect(try reader.waitForExit() == ExitRecord(code: 0, signal: nil, cause: .stop, finalLength: 4))
  }

  @Test func termReachesTheWholeGroup() throws {
    let run = try bench.script(
      """
      trap 'echo group' TERM
      (trap 'echo member; exit' TERM; echo ready; while :; do sleep 0.01; done) &
      echo ready; wait; wait
      """)
    let peer = try run.attach()
    try peer.waitForLength(12)
    try peer.send(.stop(ClientFrame.Stop(inputGrace: 0, terminationGrace: 30_000)))
    try run.waitForExit()
    #expect(try Set(run.outputText().split(separator: "\n")) == ["ready", "group", "member"])
  }

  // MARK: What the processes are given

  private func descriptors(of pid: Int32) throws -> [String: String] {
    var found: [String: String] = [:]
    for name in try Directory.names("/proc/\(pid)/fd") {
      var text = [CChar](repeating: 0, count: 4096)
      let count = cs_readlinkat(cs_working_directory(), "/proc/\(pid)/fd/\(name)", &text, text.count)
      let target = String(decoding: text[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      found[name] = String(target.prefix { $0 != "[" })
    }
    return found
  }

  @Test func noProcessHoldsADescriptorItShouldNot() throws {
    let leaky = cs_open("/etc/passwd", O_RDONLY, 0)
    cs_set_close_on_exec(leaky, 0)
    defer { cs_close(leaky) }
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(
      .startTerminal(
        ClientFrame.TerminalStart(
          id: "t", arguments: ["sleep", "1000"], directory: "/", environment: ["PATH=/bin"], outputLimit: 100)))
    let terminal = try peer.nextTerminal("t", .running)
    try peer.write([1])
    try peer.waitForLength(1)

    let pipe = "pipe:"
    #expect(try descriptors(of: try #require(peer.hello).agentPID) == ["0": pipe, "1": pipe, "2": pipe])
    #expect(try descriptors(of: terminal.pid) == ["0": "/dev/null", "1": pipe, "2": pipe])
    let lock = run.directory.lock
    let shim = try descriptors(of: run.pid)
    #expect(shim["0"] == "/dev/null" && shim["1"] == "/dev/null" && shim["2"] == "/dev/null" && shim["3"] == lock)
    for (_, target) in shim {
      let own = target.hasPrefix(run.directory.path) || ["/dev/null", "socket:", "anon_inode:", pipe].contains(target)
      #expect(own, "the shim holds \(target)")
    }
  }

  @Test func theAgentIsMarkedAndStartsWithAClearHead() throws {
    let run = try bench.start(["sleep", "1000"], in: "/tmp")
    let agent = try #require(try run.attach().hello).agentPID
    let environment = try #require(ProcessTable.environment(of: agent)).map { String(decoding: $0, as: UTF8.self) }
    #expect(environment == ShimBench.environment + ["AGH_SHIM=\(bench.homeID):\(bench.session):1:random"])
    let status = try ProcessStatus.of(pid: agent)
    #expect(status.group == agent)
    #expect(status.parent == run.pid)
    #expect(getsid(agent) == run.pid, "the shim leads a session of its own")
    let lines = try Files.text("/proc/\(agent)/status").split(separator: "\n")
    let signals = lines.filter { $0.hasPrefix("SigBlk") || $0.hasPrefix("SigIgn") }
    // 32 and 33 belong to the C library, which lets nobody change them.
    for line in signals {
      let set = try #require(UInt64(line.dropFirst(8), radix: 16))
      #expect(set & ~0x1_8000_0000 == 0, "\(line)")
    }
  }
}
