import Glibc
import Home
import JSON
import Platform
import Testing

/// What shims and agents hold of the daemon.
@Suite("Descriptors", .blocking)
struct DescriptorTests {
  @Test("After a SIGKILL the daemon's lock is free at once, and nobody holds a descriptor that he should not")
  func inheritance() throws {
    let home = try TestHome(.logged())
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, provider: "logged")
    let run = "\(home.home.run)/\(session.id)/1"
    let follower = try Follower(session)
    try session.promptToEnd("say hello")
    let gate = try Gate(home.workspace + "/gate")
    let turn = try session.prompt("run cat gate")
    try eventually("the command runs") {
      home.marked().contains { (try? Files.text("/proc/\($0.pid)/comm")) == "cat\n" }
    }
    let agent = try session.agent().process
    let shim = try ProcessIdentity.of(pid: ProcessStatus.of(pid: agent.pid).parent)
    try daemon.kill()
    let lock = try FileDescriptor.open(home.home.lock, O_RDWR)
    #expect(flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0, "somebody holds daemon.lock")
    #expect(flock(lock.rawValue, LOCK_UN) == 0)

    #expect(
      try unexpected(of: shim.pid) { path in
        path == "/dev/null" || path == "\(run)/lock" || path == "\(run)/sock" || path == "\(run)" || path == run
          || path.hasPrefix("\(run)/") || Self.isAnonymous(path)
      } == [])
    #expect(
      try unexpected(of: agent.pid) { path in
        path.hasPrefix("pipe:[") || path.hasPrefix("socket:[") || path == "\(home.root)/logged.log"
          || path.hasPrefix("\(home.workspace)/.rehearsal")
      } == [])
    #expect(try descriptors(of: agent.pid).count <= 5)
    for process in home.marked() where process.pid != shim.pid && process.pid != agent.pid {
      #expect(
        try unexpected(of: process.pid) { path in
          path == "/dev/null" || path.hasPrefix("pipe:[") || path == gate.path
        } == [])
    }

    let next = try TestDaemon(home)
    try gate.open()
    try session.awaitEnd(of: turn)
    follower.leave()
    #expect(try next.stop() == .status(0))
    try home.requireNothingLeft()
  }

  private static func isAnonymous(_ path: String) -> Bool {
    ["pipe:[", "socket:[", "anon_inode:"].contains { path.hasPrefix($0) }
  }

  private func descriptors(of pid: Int32) throws -> [(number: String, path: String)] {
    try Directory.names("/proc/\(pid)/fd").map { number in
      var buffer = [CChar](repeating: 0, count: 4096)
      let count = readlink("/proc/\(pid)/fd/\(number)", &buffer, buffer.count)
      let path = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
      return (number, String(decoding: path, as: UTF8.self))
    }
  }

  private func unexpected(of pid: Int32, allowing isExpected: (String) -> Bool) throws -> [String] {
    try descriptors(of: pid).filter { !isExpected($0.path) }.map { "\($0.number) is \($0.path)" }
  }
}
