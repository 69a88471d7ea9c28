import CSystem
import Platform
import Synchronization
import Testing

/// An actor that lives on a thread of its own, as a live session does.
private actor Pinned {
  let executor: PinnedExecutor
  private(set) var received: [UInt8] = []
  private(set) var threads: Set<UInt> = []
  private(set) var fired: [String] = []
  private var watch: WatchToken?
  private var source: FileDescriptor?
  private var ended: CheckedContinuation<Void, Never>?

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ executor: PinnedExecutor) {
    self.executor = executor
  }

  func note() { threads.insert(UInt(cs_thread_token())) }

  func follow(_ descriptor: consuming sending FileDescriptor) {
    let number = descriptor.rawValue
    source = consume descriptor
    watch = executor.watch(number, for: .read) { [weak self] _ in
      self?.assumeIsolated { $0.readable() }
    }
  }

  private func readable() {
    note()
    guard let bytes = try? source?.read(upTo: 16), !bytes.isEmpty else {
      if let watch { executor.cancel(watch) }
      source = nil
      ended?.resume()
      ended = nil
      return
    }
    received += bytes
  }

  func untilEnd() async {
    if source == nil { return }
    await withCheckedContinuation { ended = $0 }
  }

  func schedule(_ name: String, at deadline: BootTime) -> TimerToken {
    executor.schedule(at: deadline) { [weak self] in
      self?.assumeIsolated { $0.fire(name) }
    }
  }

  private func fire(_ name: String) {
    note()
    fired.append(name)
    if fired.count == 3 {
      ended?.resume()
      ended = nil
    }
  }

  func untilThreeFired() async {
    if fired.count == 3 { return }
    await withCheckedContinuation { ended = $0 }
  }
}

/// An actor that owns its thread, and is given up while tasks wait in it.
private actor Owner {
  private let executor: PinnedExecutor
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private let ended: Counter

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ ended: Counter) throws {
    executor = try PinnedExecutor(name: "owner")
    self.ended = ended
  }

  deinit {
    executor.finish()
    ended.add()
  }

  func wait() async { await withCheckedContinuation { waiting.append($0) } }
  var count: Int { waiting.count }

  func release() {
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}

@Suite struct PinnedExecutorTests {
  @Test(.timeLimit(.minutes(1))) func tasksThatWaitInAnActorComeBackAfterItWasGivenUp() async throws {
    let ended = Counter()
    for _ in 0..<200 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        let owner = try Owner(ended)
        for _ in 0..<8 { group.addTask { await owner.wait() } }
        while await owner.count < 8 { await Task.yield() }
        group.addTask { await owner.release() }
        try await group.waitForAll()
      }
    }
    // The last reference goes on whichever thread held it last.
    while ended.value < 200 { await Task.yield() }
  }

  @Test func actorStaysOnOneThreadAcrossHandlersAndAwaits() async throws {
    let executor = try PinnedExecutor(name: "pinned")
    defer { executor.stop() }
    let actor = Pinned(executor)
    let pipe = try FileDescriptor.pipe()
    let reader = pipe.reader
    let writer = pipe.writer
    let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    await actor.note()
    await actor.follow(reader)
    let end = writer.release()
    try await BlockingPool(threads: 1, name: "writer").run {
      try FileDescriptor(owning: end).write(content)
    }
    await actor.untilEnd()
    await actor.note()
    #expect(await actor.received == content)
    #expect(await actor.threads.count == 1)
    #expect(await !actor.threads.contains(UInt(cs_thread_token())))
  }

  @Test func deadlinesAreNeverEarly() async throws {
    let executor = try PinnedExecutor(name: "pinned")
    defer { executor.stop() }
    let actor = Pinned(executor)
    let now = SystemClock().boot()
    _ = await actor.schedule("third", at: now + .milliseconds(30))
    _ = await actor.schedule("first", at: now)
    _ = await actor.schedule("second", at: now + .milliseconds(20))
    await actor.untilThreeFired()
    #expect(await Set(actor.fired) == ["first", "second", "third"])
    #expect(SystemClock().boot() >= now + .milliseconds(30))
  }

  @Test func deadlinesFollowAClockThatIsHeldStill() async throws {
    let clock = ManualClock()
    let executor = try PinnedExecutor(name: "pinned", clock: clock)
    defer { executor.stop() }
    let actor = Pinned(executor)
    let hour = clock.boot() + .seconds(3600)
    _ = await actor.schedule("third", at: hour + .seconds(3))
    _ = await actor.schedule("first", at: hour)
    let taken = await actor.schedule("never", at: hour + .seconds(1))
    _ = await actor.schedule("second", at: hour + .seconds(2))
    #expect(await actor.fired.isEmpty)
    executor.cancel(taken)
    clock.advance(by: .seconds(3603))
    executor.wake()
    await actor.untilThreeFired()
    #expect(await actor.fired == ["first", "second", "third"])
  }

  @Test func jobsOfManyTasksAreNeverLost() async throws {
    let executor = try PinnedExecutor(name: "pinned")
    defer { executor.stop() }
    let actor = Pinned(executor)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<2000 { group.addTask { await actor.note() } }
    }
    #expect(await actor.threads.count == 1)
  }

  @Test func stopRunsWhatIsQueued() throws {
    let executor = try PinnedExecutor(name: "pinned")
    let count = Counter()
    for _ in 0..<100 { executor.post { count.add() } }
    executor.stop()
    executor.stop()
    #expect(count.value == 100)
  }

  @Test func aWatchIsSilentWithoutInterestAndAfterItsEnd() throws {
    let executor = try PinnedExecutor(name: "pinned")
    let (early, wanted, late) = (Counter(), Counter(), Counter())
    let pipe = try FileDescriptor.pipe()
    let reader = pipe.reader
    try pipe.writer.write([1])
    let silent = executor.watch(reader.rawValue, for: []) { _ in early.add() }
    let ended = executor.watch(reader.rawValue, for: .read) { _ in late.add() }
    executor.cancel(ended)
    let before = late.value
    let token = executor.watch(reader.rawValue, for: .read) { _ in wanted.add() }
    while wanted.value == 0 {
      var none = cs_poll()
      _ = cs_poll(&none, 0, 1)
    }
    executor.cancel(silent)
    executor.cancel(token)
    executor.stop()
    #expect(early.value == 0)
    // One call may have been under way when the watch was taken back from another thread.
    #expect(late.value <= before + 1)
  }
}

/// A number that any thread may raise.
private final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .acquiring) }

  func add() { count.add(1, ordering: .acquiringAndReleasing) }
}
