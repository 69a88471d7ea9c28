import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Testing

@Suite("What a boot finds of a run", .blocking)
struct RunInspectionTests {
  let bench: ShimBench

  init() throws {
    bench = try ShimBench()
  }

  private func inspect(
    _ run: RunDirectory, homeID: String? = nil, bootID: String? = nil
  ) throws -> RunInspection {
    try RunInspection.of(run, homeID: homeID ?? bench.homeID, bootID: try bootID ?? BootID.current())
  }

  @Test func aRunThroughItsLife() throws {
    let directory = bench.home.run(of: bench.session, Epoch(1))
    #expect(try inspect(directory).condition == .neverStarted)
    try ShimLauncher.prepare(directory)
    #expect(try inspect(directory).condition == .neverStarted)
    let run = try bench.start(["cat"])
    #expect(try inspect(directory).condition == .running)
    try run.attach().send(.stop(.kill))
    let record = try run.waitForExit()
    #expect(try inspect(directory).condition == .exited(record))
  }

  @Test func aHeldLockIsLifeWhateverElseIsMissing() throws {
    let directory = bench.home.run(of: bench.session, Epoch(1))
    try ShimLauncher.prepare(directory)
    let lock = try FileDescriptor.open(directory.lock, O_RDWR | O_CREAT)
    #expect(cs_description_lock(lock.rawValue) == 0)
    #expect(try inspect(directory).condition == .running)
    try lock.close()
    #expect(try inspect(directory).condition == .neverStarted)
  }

  @Test func aCopyIsNotOurs() throws {
    let run = try bench.start(["cat"])
    let copy = bench.home.run(of: bench.session, Epoch(2))
    #expect(try ChildProcess(["/bin/cp", "-a", run.directory.path, copy.path], environment: [:]).wait() == .status(0))
    let inspection = try inspect(copy)
    #expect(!inspection.isOurs)
    #expect(inspection.condition == .killed, "nobody holds the lock of the copy")
    #expect(try inspect(run.directory).isOurs)
    #expect(try !inspect(run.directory, homeID: "other").isOurs)
  }

  @Test func deviceNumbersCountWithinOneBootOnly() throws {
    let run = try bench.start(["cat"])
    let copy = bench.home.run(of: bench.session, Epoch(2))
    #expect(try ChildProcess(["/bin/cp", "-a", run.directory.path, copy.path], environment: [:]).wait() == .status(0))
    #expect(try inspect(copy, bootID: "another boot").isOurs)
  }

  @Test func aRecordThatIsNoRecordIsNone() throws {
    let run = try bench.start(["cat"])
    #expect(try run.shim.signal(SIGKILL))
    var status = cs_exit()
    cs_wait(run.pid, 1, &status)
    try Files.write("{\"code\":0", to: run.directory.exit)
    #expect(try inspect(run.directory).condition == .killed)
    try Files.write("half", to: run.directory.identity)
    #expect(try inspect(run.directory).condition == .neverStarted)
  }
}
