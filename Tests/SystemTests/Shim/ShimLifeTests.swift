import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Testing

@Suite("A shim's life", .blocking)
struct ShimLifeTests {
  let bench: ShimBench

  init() throws {
    bench = try ShimBench()
  }

  @Test func passesBytesBothWaysAndEndsWithTheAgent() throws {
    let run = try bench.start(["cat"])
    let peer = try run.attach()
    let hello = try #require(peer.hello)
    #expect(hello.version == 1)
    #expect(hello.session == ByteText(bench.session.text))
    #expect(hello.epoch == 1)
    #expect(hello.length == 0 && hello.acknowledged == 0 && hello.lowestKept == 0)
    #expect(hello.accepted == ShimFrame.Accepted(position: 0, free: 65536, closed: false))
    #expect(!hello.exited && hello.terminals.isEmpty)
    let agent = try ProcessIdentity.of(pid: hello.agentPID)
    #expect(agent.startTicks == hello.agentStartTicks)

    try peer.write(Array("hello\n".utf8))
    try peer.waitForLength(6)
    #expect(try run.outputText() == "hello\n")

    try peer.send(.stop(ClientFrame.Stop(inputGrace: 30_000, terminationGrace: 30_000)))
    try peer.waitForEnd()
    #expect(try run.waitForExit() == ExitRecord(code: 0, signal: nil, cause: .stop, finalLength: 6))
    #expect(!agent.isAlive)
    #expect(bench.processes.isEmpty)
  }

  @Test(arguments: [("exit 3", 3 as Int32?, nil as Int32?), ("kill -9 $$", nil, 9), ("exit 0", 0, nil)])
  func recordsHowTheAgentEnded(script: String, code: Int32?, signal: Int32?) throws {
    let record = try bench.script("printf out; " + script).waitForExit()
    #expect(record == ExitRecord(code: code, signal: signal, cause: .itself, finalLength: 3))
  }

  @Test func recordsWhyAnAgentDidNotStart() throws {
    let missing = try bench.start(["no-such-program"], epoch: 1).waitForExit()
    #expect(missing.failedStart == ExitRecord.FailedStart(step: .execute, errno: ENOENT))
    let forbidden = try bench.start(["/etc/passwd"], epoch: 2).waitForExit()
    #expect(forbidden.failedStart == ExitRecord.FailedStart(step: .execute, errno: EACCES))
    let nowhere = try bench.start(["cat"], epoch: 3, in: "/no/such/place").waitForExit()
    #expect(nowhere.failedStart == ExitRecord.FailedStart(step: .directory, errno: ENOENT))
    #expect(nowhere.code == nil && nowhere.signal == nil && nowhere.cause == .itself)
  }

  @Test func everythingIsThereWhenNobodyEverAttached() throws {
    let run = try bench.script("seq 1 100000; echo problem >&2")
    let record = try run.waitForExit()
    let output = try run.output()
    #expect(record.finalLength == UInt64(output.count))
    #expect(String(decoding: output, as: UTF8.self) == (1...100_000).map { "\($0)\n" }.joined())
    #expect(try fileText(run.directory.errorOutput) == "problem\n")
  }

  @Test func worksInAHomeThatIsDeeperThanASocketAddress() throws {
    let deep = try ShimBench(path: "/tmp/agh-shim-" + String(repeating: "d", count: 76))
    #expect(deep.home.path.utf8.count == 90)
    let run = try deep.start(["cat"])
    let peer = try run.attach()
    try peer.write([1, 2, 3])
    try peer.waitForLength(3)
    #expect(try run.output() == [1, 2, 3])
  }

  @Test func keepsTheEndOfStandardError() throws {
    let run = try bench.script("seq 1 100000 >&2; cat")
    let peer = try run.attach()
    let whole = Array((1...100_000).map { "\($0)\n" }.joined().utf8)
    try eventually("all of it is written down") {
      try FileDescriptor.open(run.directory.errorOutput, O_RDONLY).readToEnd().suffix(65536) == whole.suffix(65536)
    }
    #expect(try FileStatus.of(run.directory.errorOutput).size < 2 * 65536)
    try peer.send(.stop(.kill))
    try run.waitForExit()
    #expect(try FileDescriptor.open(run.directory.errorOutput, O_RDONLY).readToEnd() == Array(whole.suffix(65536)))
  }

  @Test func endsByItselfWhenNobodyComes() throws {
    let limits = ShimBench.limits(detached: 50, stop: ClientFrame.Stop(inputGrace: 30_000, terminationGrace: 30_000))
    let record = try bench.start(["cat"], limits: limits).waitForExit()
    #expect(record == ExitRecord(code: 0, signal: nil, cause: .detachedLimit, finalLength: 0))
  }

  @Test func aTermSignalToTheShimIsAStopAndASecondOneAKill() throws {
    let limits = ShimBench.limits(stop: ClientFrame.Stop(inputGrace: 600_000, terminationGrace: 600_000))
    let patient = try bench.start(["cat"], epoch: 1, limits: limits)
    #expect(try patient.shim.signal(SIGTERM))
    #expect(try patient.waitForExit().cause == .stop)
    let deaf = try bench.start(["sleep", "1000"], epoch: 2, limits: limits)
    let peer = try deaf.attach()
    #expect(try deaf.shim.signal(SIGTERM))
    try peer.next { frame in if case .accepted(let state) = frame, state.closed { () } else { nil } }
    #expect(try deaf.shim.signal(SIGTERM))
    let record = try deaf.waitForExit()
    #expect(record.cause == .kill && record.signal == SIGKILL)
  }

  @Test func identityNamesTheShimAndItsLock() throws {
    let run = try bench.start(["cat"])
    let inspection = try RunInspection.of(
      run.directory, homeID: bench.homeID, bootID: try BootID.current())
    let identity = try #require(inspection.identity)
    #expect(inspection.isOurs && inspection.condition == .running)
    #expect(identity.pid == run.pid)
    #expect(try identity.startTicks == run.shim.startTicks)
    let lock = try FileStatus.of(run.directory.lock).identity
    #expect(identity.lockDevice == lock.device && identity.lockInode == lock.inode)
    #expect(try FileStatus.of(run.directory.socket).permissions == 0o600)
    #expect(try FileStatus.of(run.directory.identity).permissions == 0o600)
    #expect(try FileStatus.of(run.directory.spool).permissions == 0o700)
  }
}
