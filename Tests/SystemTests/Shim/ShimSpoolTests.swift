import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Testing

@Suite("A shim's spool", .blocking)
struct ShimSpoolTests {
  let bench: ShimBench

  init() throws {
    bench = try ShimBench()
  }

  /// Bytes of which no two stretches are alike, and a file that holds them, for `cat`.
  private func content(_ count: Int) throws -> (bytes: [UInt8], path: String) {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let words = UnsafeMutableRawBufferPointer(buffer)
      for index in 0..<(count / 8) {
        let word = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
        words.storeBytes(of: word, toByteOffset: index * 8, as: UInt64.self)
      }
      initialized = count / 8 * 8
    }
    let path = bench.home.path + "/content"
    try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC).write(bytes)
    return (bytes, path)
  }

  private func segments(_ run: ShimRun) throws -> [String] {
    try Directory.names(run.directory.spool)
  }

  @Test(arguments: [1 << 20, 8 << 20, 64 << 20])
  func atTheLimitTheAgentWaitsAndGoesOnWhenThereIsRoom(limit: Int) throws {
    let (content, path) = try content(limit + limit / 2)
    let run = try bench.start(["cat", path], limits: ShimBench.limits(spool: UInt64(limit)))
    let peer = try run.attach()
    try peer.waitForLength(UInt64(limit))
    let agent = try #require(peer.hello).agentPID
    try eventually("the agent sleeps in its write") {
      try Files.text("/proc/\(agent)/stat").contains(") S ")
    }
    #expect(try run.output() == Array(content.prefix(limit)))
    #expect(try run.attach().hello?.length == UInt64(limit))

    let next = try run.attach()
    var read = try run.output()
    let reader = SpoolReader(directory: run.directory.spool, from: Int64(read.count))
    while read.count < content.count {
      try next.send(.acknowledge(UInt64(read.count)))
      try next.waitForLength(UInt64(min(content.count, read.count + limit)))
      read += try reader.read(upTo: 1 << 30)
    }
    #expect(read == content)
    #expect(try run.waitForExit().finalLength == UInt64(content.count))
  }

  @Test func removesWhatIsAcknowledgedAndNothingElse() throws {
    let (content, path) = try content(30 << 20)
    let run = try bench.script("cat \(path); cat")
    let length = UInt64(content.count)
    let peer = try run.attach()
    try peer.waitForLength(length)
    let all = try segments(run)
    #expect(all == ["0001.seg", "0002.seg", "0003.seg", "0004.seg"])
    for name in all {
      #expect(try FileStatus.of(run.directory.spool + "/" + name).size <= Int64(SpoolRecord.segmentSize))
    }
    // Nothing is removed for an acknowledgement of what does not exist, or within the first file.
    try peer.send(.acknowledge(length + 1))
    try peer.send(.acknowledge(1 << 20))
    #expect(try run.attach().hello?.acknowledged == 1 << 20)
    #expect(try segments(run) == all)

    let next = try run.attach()
    try next.send(.acknowledge(20 << 20))
    try next.send(.acknowledge(3))
    let hello = try #require(try run.attach().hello)
    #expect(hello.acknowledged == 20 << 20)
    #expect(try segments(run) == ["0003.seg", "0004.seg"])
    #expect(hello.lowestKept > 8 << 20 && hello.lowestKept <= 20 << 20)
    let kept = try run.output(from: Int64(hello.lowestKept))
    #expect(kept == Array(content.dropFirst(Int(hello.lowestKept))))
    let gone = SpoolReader(directory: run.directory.spool, from: 0)
    #expect(try gone.read(upTo: 100).isEmpty)
    #expect(gone.damage != nil)
  }

  @Test func afterTheEndTheLimitNoLongerCounts() throws {
    let limit = 1 << 20
    let run = try bench.script(
      "head -c \(limit) /dev/zero; printf rest; exit 4", limits: ShimBench.limits(spool: UInt64(limit)))
    let record = try run.waitForExit()
    #expect(record.code == 4)
    #expect(record.finalLength == UInt64(limit) + 4)
    #expect(try run.output(from: Int64(limit)) == Array("rest".utf8))
  }

  @Test func everyByteOfAKilledTreeThatWasInThePipeIsKept() throws {
    let run = try bench.script("printf one; sleep 1000")
    let peer = try run.attach()
    try peer.waitForLength(3)
    try peer.send(.stop(.kill))
    #expect(try run.waitForExit() == ExitRecord(code: nil, signal: SIGKILL, cause: .kill, finalLength: 3))
  }

  @Test func aFullDiskMakesTheAgentWaitAndLosesNothing() throws {
    let (content, path) = try content(3 << 20)
    let run = try bench.script("read line; cat \(path)")
    let peer = try run.attach()
    // The system refuses to let a file grow beyond this size, as it would on a full disk.
    let allowed: UInt64 = 100_000
    #expect(cs_limit_file_size(run.pid, allowed) == 0)
    try peer.write(Array("go\n".utf8))
    let errno = try peer.next { frame in if case .blocked(let errno) = frame { errno } else { nil } }
    #expect(errno == EFBIG)
    #expect(try run.attach().hello?.blocked == EFBIG)
    let read = try run.output()
    #expect(read == Array(content.prefix(read.count)) && read.count < 100_000)
    #expect(try RunInspection.isLocked(run.directory))

    #expect(cs_limit_file_size(run.pid, .max) == 0)
    #expect(try run.waitForExit().finalLength == UInt64(content.count))
    #expect(try run.output() == content)
  }

  @Test func aShimThatWasKilledLeavesAReadableSpoolAndNoAgent() throws {
    let (content, path) = try content(9 << 20)
    let run = try bench.script("cat \(path); cat")
    let peer = try run.attach()
    try peer.waitForLength(UInt64(content.count))
    let agent = try ProcessIdentity.of(pid: try #require(peer.hello).agentPID)
    #expect(try run.shim.signal(SIGKILL))
    var status = cs_exit()
    #expect(cs_wait(run.pid, 1, &status) == run.pid)
    try peer.waitForEnd()
    #expect(try run.output() == content)
    let inspection = try RunInspection.of(run.directory, homeID: bench.homeID, bootID: try BootID.current())
    #expect(inspection.condition == .killed)
    try eventually("the agent goes with its shim") { !agent.isAlive }
  }
}
