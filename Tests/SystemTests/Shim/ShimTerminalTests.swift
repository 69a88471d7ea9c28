import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Testing

@Suite("A shim's terminals", .blocking)
struct ShimTerminalTests {
  let bench: ShimBench

  init() throws {
    bench = try ShimBench()
  }

  private func order(_ id: ByteText, _ script: String, limit: UInt64 = 1 << 20) -> ClientFrame {
    .startTerminal(
      ClientFrame.TerminalStart(
        id: id, arguments: ["sh", "-c", ByteText(script)], directory: "/tmp",
        environment: ["PATH=/usr/bin:/bin", "AGH_SHIM=forged", "COLOR=blue"], outputLimit: limit))
  }

  private func output(_ run: ShimRun, _ id: String, limit: Int = 1 << 20) throws -> TerminalOutputFile {
    try TerminalOutputFile.read(run.directory, terminal: id, limit: limit)
  }

  @Test func runsAProgramAndRecordsItsEnd() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(order("t1", "pwd; echo $COLOR; echo error >&2; cat; exit 3"))
    let running = try peer.nextTerminal("t1", .running)
    #expect(running.pid > 0 && running.startTicks > 0)
    let ended = try peer.nextTerminal("t1", .exited)
    #expect(ended.code == 3 && ended.signal == 0)
    let shown = try output(run, "t1")
    #expect(shown.text == "/tmp\nblue\nerror\n" && !shown.isTruncated)
    let record = try TerminalExit(Files.read(run.directory.terminals + "/t1.exit"))
    #expect(record == TerminalExit(code: 3, signal: nil))
    #expect(try run.attach().hello?.terminals == [ended])
  }

  @Test func anIDStartsOnce() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(order("t", "echo started; exec sleep 1000"))
    let first = try peer.nextTerminal("t", .running)
    try peer.send(order("t", "echo again"))
    let again = try peer.nextTerminal("t", .running)
    try #require(again == first)
    let next = try run.attach()
    try next.send(order("t", "echo again"))
    #expect(try next.nextTerminal("t", .running) == first)
    try eventually("it has spoken") { try output(run, "t").text == "started\n" }
  }

  @Test func carriesTheMarkOfTheTreeAndDiesWithIt() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(order("t", "trap '' TERM; setsid sleep 1000 & exec sleep 1000"))
    let terminal = try peer.nextTerminal("t", .running)
    let environment = try #require(ProcessTable.environment(of: terminal.pid))
    let marks = environment.filter { $0.starts(with: "AGH_SHIM=".utf8) }.map { String(decoding: $0, as: UTF8.self) }
    #expect(marks == ["AGH_SHIM=\(bench.homeID):\(bench.session):1:random"])
    try peer.send(.stop(ClientFrame.Stop(inputGrace: 10_000, terminationGrace: 10_000)))
    #expect(try run.waitForExit().code == 0)
    #expect(bench.processes.isEmpty)
  }

  @Test func keepsTheEndOfLongOutput() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(order("t", "seq 100000", limit: 1000))
    _ = try peer.nextTerminal("t", .exited)
    let whole = (1...100_000).map { "\($0)\n" }.joined()
    let shown = try output(run, "t", limit: 1000)
    #expect(shown.text == whole.suffix(1000) && shown.isTruncated)
    #expect(try FileStatus.of(run.directory.terminals + "/t.out").size < 2100)
  }

  @Test func killEndsItAndReleaseRemovesItForGood() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(order("t", "echo before; exec sleep 1000"))
    _ = try peer.nextTerminal("t", .running)
    try eventually("it has spoken") { try output(run, "t").text == "before\n" }
    try peer.send(.killTerminal("t"))
    #expect(try peer.nextTerminal("t", .exited).signal == SIGKILL)
    try peer.send(.killTerminal("t"))
    #expect(try output(run, "t").text == "before\n")
    try peer.send(.releaseTerminal("t"))
    _ = try peer.nextTerminal("t", .released)
    try peer.send(.releaseTerminal("t"))
    _ = try peer.nextTerminal("t", .released)
    #expect(try Directory.names(run.directory.terminals).isEmpty)
    try peer.send(order("t", "echo again"))
    _ = try peer.nextTerminal("t", .released)
    #expect(try run.attach().hello?.terminals == [])
  }

  @Test func releaseKillsWhatStillRuns() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(order("t", "exec sleep 1000"))
    let process = try ProcessIdentity.of(pid: try peer.nextTerminal("t", .running).pid)
    try peer.send(.releaseTerminal("t"))
    _ = try peer.nextTerminal("t", .released)
    try eventually("it is gone") { !process.isAlive }
  }

  @Test func saysWhyAProgramDidNotStart() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    let order = ClientFrame.TerminalStart(
      id: "t", arguments: ["no-such-program"], directory: "/", environment: ["PATH=/bin"], outputLimit: 10)
    try peer.send(.startTerminal(order))
    #expect(try peer.nextTerminal("t", .failed).errno == ENOENT)
    try peer.send(.startTerminal(order))
    #expect(try peer.nextTerminal("t", .failed).errno == ENOENT)
  }

  @Test func manyAtOnceEachWithItsOwnOutput() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    for number in 1...40 { try peer.send(order(ByteText("t\(number)"), "seq \(number) \(number + 2000)")) }
    for number in 1...40 {
      let ended = try peer.nextTerminal(ByteText("t\(number)"), .exited)
      #expect(ended.code == 0)
      let expected = (number...(number + 2000)).map { "\($0)\n" }.joined()
      #expect(try output(run, "t\(number)").text == expected)
    }
  }

  @Test func anOrphanThatNeverStopsWritingHoldsNothingUp() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    try peer.send(order("t", "yes & exit 3", limit: 1000))
    #expect(try peer.nextTerminal("t", .exited).code == 3)
    try peer.write([1])
    try peer.waitForLength(1)
    try peer.send(.stop(.kill))
    #expect(try run.waitForExit().survivors.isEmpty)
  }
}
