import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Synchronization
import Testing

@Suite("A daemon's connection to a shim", .blocking)
struct ShimConnectionTests {
  let bench: ShimBench
  let executor: PinnedExecutor

  init() throws {
    bench = try ShimBench()
    executor = try PinnedExecutor(name: "session")
  }

  /// What a connection has reported so far.
  private final class Log: Sendable {
    private let events = Mutex<[ShimConnection.Event]>([])

    func add(_ event: ShimConnection.Event) { events.withLock { $0.append(event) } }

    var all: [ShimConnection.Event] { events.withLock { $0 } }

    var isAttached: Bool {
      all.contains { if case .said(.attached) = $0 { true } else { false } }
    }

    var isGone: Bool { all.last == .gone }
  }

  private func connect(_ run: RunDirectory, generation: UInt64 = 1) -> (ShimConnection, Log) {
    let log = Log()
    let client = ShimConnection.Client(homeID: bench.homeID, generation: generation, build: "test")
    let connection = ShimConnection(run: run, client: client, on: executor) { log.add($0) }
    return (connection, log)
  }

  @Test func attachesSendsAndHears() throws {
    let run = try bench.start(["cat"])
    let (connection, log) = connect(run.directory)
    try eventually("it is attached") { connection.isAttached }
    #expect(connection.offer(Array("one\n".utf8)[...], at: 0) == 4)
    #expect(connection.offer([1], at: 0) == 0, "only where the input is")
    try eventually("the echo is announced") { log.all.contains(.said(.length(4))) }
    try eventually("it is accepted") { connection.acceptedPosition == 4 }
    connection.stop(.kill)
    try eventually("the end is announced") { log.all.contains(.said(.exited)) }
    try eventually("the connection ends") { log.isGone }
    try run.waitForExit()
    executor.stop()
  }

  @Test func asksAgainWhileTheLockIsHeldAndGivesUpWhenItIsFree() throws {
    let directory = bench.home.run(of: bench.session, Epoch(1))
    try ShimLauncher.prepare(directory)
    let lock = try FileDescriptor.open(directory.lock, O_RDWR | O_CREAT)
    #expect(cs_description_lock(lock.rawValue) == 0)
    let (_, log) = connect(directory)
    // The executor's thread has tried, and tries again.
    let passed = Event<Bool>()
    executor.post { passed.set(true) }
    _ = try passed.wait()
    #expect(log.all.isEmpty)
    try lock.close()
    try eventually("it gives up") { log.isGone }
    #expect(log.all == [.gone])
    executor.stop()
  }

  @Test func aShimThatDoesNotAnswerIsWaitedFor() throws {
    let run = try bench.start(["cat"])
    #expect(try run.shim.signal(SIGSTOP))
    let (connection, log) = connect(run.directory)
    let passed = Event<Bool>()
    executor.post { passed.set(true) }
    _ = try passed.wait()
    #expect(!connection.isAttached && log.all.isEmpty)
    #expect(try RunInspection.isLocked(run.directory))
    #expect(try run.shim.signal(SIGCONT))
    try eventually("it answers at last") { connection.isAttached }
    executor.stop()
  }

  @Test func learnsThatAnotherDaemonHasTakenOverOrThatItIsTooOld() throws {
    let run = try bench.start(["cat"])
    let (old, oldLog) = connect(run.directory, generation: 2)
    try eventually("the first is attached") { old.isAttached }
    let (new, newLog) = connect(run.directory, generation: 3)
    try eventually("the second is attached") { new.isAttached }
    try eventually("the first is told") { oldLog.isGone }
    let (_, lateLog) = connect(run.directory, generation: 2)
    let refusal = ShimConnection.Event.said(
      .refused(ShimFrame.Refused(reason: .olderGeneration, highest: 3)))
    try eventually("the third is refused") { lateLog.all.contains(refusal) }
    #expect(newLog.isAttached && !newLog.isGone)
    executor.stop()
  }

  @Test func closingIsSilentAndTheShimGoesOn() throws {
    let run = try bench.start(["cat"])
    let (connection, log) = connect(run.directory)
    try eventually("it is attached") { connection.isAttached }
    connection.close()
    let (next, _) = connect(run.directory)
    try eventually("the next one is attached") { next.isAttached }
    #expect(!log.isGone)
    executor.stop()
  }
}
