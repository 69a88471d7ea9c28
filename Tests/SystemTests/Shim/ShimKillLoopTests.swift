import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Testing

@Suite("Daemons killed in the middle of everything", .blocking)
struct ShimKillLoopTests {
  let bench: ShimBench

  init() throws {
    bench = try ShimBench()
  }

  /// Lines of random letters and lengths.
  private func lines(_ count: Int, seed: UInt64) -> [UInt8] {
    let random = SeededRandom(seed: seed).bytes(1 << 16)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 300)
    var number = 0
    while bytes.count < count {
      number += 1
      let start = number &* 7919 % 60_000
      bytes += Array("\(number):".utf8) + random[start..<(start + Int(random[number & 0xffff]))].map { $0 & 15 + 97 }
      bytes.append(10)
    }
    return bytes
  }

  private func start(input: String, output: String, _ end: String) throws -> ChildProcess {
    try ChildProcess(
      [Build.directory + "/ShimDriver", bench.home.path, bench.session.text, bench.homeID, input, output, end],
      environment: [:])
  }

  /// Both directions go through `cat`, so what comes out is what went in, whatever was killed when.
  @Test(arguments: [64 << 10, 64 << 20] as [UInt64])
  func everyByteGoesThroughExactlyOnce(limit: UInt64) throws {
    let content = lines(6 << 20, seed: limit)
    let input = bench.home.path + "/input"
    let output = bench.home.path + "/output"
    try FileDescriptor.open(input, O_WRONLY | O_CREAT).write(content)
    try Files.write("", to: output)
    let run = try bench.start(["cat"], limits: ShimBench.limits(spool: limit))
    let kills = 40
    for kill in 1...kills {
      // Progress decides when to kill, so that every kill falls into running traffic wherever that is just then.
      let target = Int64(content.count / (kills + 1) * kill + kill * 137 % 5000)
      let driver = try start(input: input, output: output, "stay")
      try eventually("the output reaches \(target)") { try FileStatus.of(output).size >= target }
      driver.signal(SIGKILL)
      #expect(try driver.wait() == .signal(SIGKILL))
      #expect(try RunInspection.isLocked(run.directory), "the shim outlives its daemon")
    }
    let last = try start(input: input, output: output, "stop")
    let record = try run.waitForExit()
    #expect(record == ExitRecord(code: 0, signal: nil, cause: .stop, finalLength: UInt64(content.count)))
    _ = try last.wait()
    // A daemon that came too late for the last words reads them from the spool.
    var taken = try Files.read(output)
    taken += try run.output(from: Int64(taken.count))
    #expect(taken == content)
  }

  @Test func aLaunchThatWasCutShortStartsNothing() throws {
    let marker = bench.home.path + "/started"
    let frame = bench.launch(["/bin/sh", "-c", "touch \(marker)"]).encoded()
    for (epoch, length) in [0, 1, 15, 16, 17, frame.count / 2, frame.count - 1].enumerated() {
      let run = bench.home.run(of: bench.session, Epoch(epoch + 1))
      let (ending, message) = try startShim(run, given: Array(frame.prefix(length)))
      #expect(ending == .status(2))
      #expect(message.contains("not whole"))
      #expect(try !FileStatus.exists(run.identity) && !FileStatus.exists(run.socket))
      let inspection = try RunInspection.of(run, homeID: bench.homeID, bootID: try BootID.current())
      #expect(inspection.condition == .neverStarted)
    }
    #expect(try !FileStatus.exists(marker))
  }

  @Test func usageErrorsAreSaid() throws {
    let child = try ChildProcess([Build.shim], environment: [:])
    #expect(try child.wait() == .status(1))
    let (ending, message) = try startShim(
      bench.home.run(of: bench.session, Epoch(1)), given: [], lock: "/dev/null")
    #expect(ending == .status(3))
    #expect(message.contains("not the lock"))
  }

  /// Starts a shim by hand with these bytes in its launch pipe.
  private func startShim(
    _ run: RunDirectory, given bytes: [UInt8], lock: String? = nil
  ) throws -> (Ending, String) {
    try ShimLauncher.prepare(run)
    let lock = try FileDescriptor.open(lock ?? run.lock, O_RDWR | O_CREAT)
    if lock.rawValue >= 0 { _ = cs_description_lock(lock.rawValue) }
    var ends: [Int32] = [-1, -1]
    #expect(cs_pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    #expect(cs_pipe(&ends) == 0)
    let (report, says) = (ends[0], ends[1])
    var words: [UnsafeMutablePointer<CChar>?] = [strdup(Build.shim), strdup(run.path), nil]
    defer { for word in words { free(word) } }
    var none: [UnsafeMutablePointer<CChar>?] = [nil]
    let pid = cs_spawn_session(Build.shim, &words, &none, [reader, -1, says, lock.rawValue], 4)
    cs_close(reader)
    cs_close(says)
    try FileDescriptor(owning: writer).write(bytes)
    let message = String(decoding: try FileDescriptor(owning: report).readToEnd(), as: UTF8.self)
    var status = cs_exit()
    #expect(cs_wait(pid, 1, &status) == pid)
    return (status.signal == 0 ? .status(status.code) : .signal(status.signal), message)
  }
}

extension FileStatus {
  fileprivate static func exists(_ path: String) throws -> Bool { try ifPresent(path, following: false) != nil }
}
