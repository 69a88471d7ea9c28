import Glibc
import Platform
import Testing

/// What the thread of an executor costs while it has nothing to do.
@Suite("A pinned executor at rest", .timeLimit(.minutes(1)))
struct PinnedExecutorRestTests {
  @Test("sleeps when its last deadline has passed")
  func sleeps() async throws {
    let executor = try PinnedExecutor(name: "rest-test")
    await withCheckedContinuation { fired in
      _ = executor.schedule(at: SystemClock().boot() + .milliseconds(50)) { fired.resume() }
    }
    let thread = try #require(Self.thread(named: "rest-test"))
    let before = try #require(Self.ticks(of: thread))
    // The measure is half a second of processor time of the whole process: a thread that never sleeps takes its part.
    var work: UInt64 = 1
    let started = clock()
    while clock() - started < CLOCKS_PER_SEC / 2 { for _ in 0..<100_000 { work = work &* 6_364_136_223 &+ 1 } }
    let after = try #require(Self.ticks(of: thread))
    #expect(work != 0)
    #expect(after - before < sysconf(Int32(_SC_CLK_TCK)) / 10)
    executor.stop()
  }

  private static func thread(named name: String) -> String? {
    let threads = (try? Directory.names("/proc/self/task")) ?? []
    return threads.first { read("/proc/self/task/\($0)/comm") == "\(name)\n" }
  }

  /// Its processor time, in ticks of the system's clock.
  private static func ticks(of thread: String) -> Int? {
    let fields = read("/proc/self/task/\(thread)/stat")?.split(separator: " ") ?? []
    guard fields.count > 14, let user = Int(fields[13]), let system = Int(fields[14]) else { return nil }
    return user + system
  }

  private static func read(_ path: String) -> String? {
    (try? FileDescriptor.open(path, O_RDONLY).readToEnd()).map { String(decoding: $0, as: UTF8.self) }
  }
}
