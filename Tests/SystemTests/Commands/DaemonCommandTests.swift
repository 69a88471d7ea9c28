import Glibc
import Home
import JSON
import Platform
import Testing

/// What `agh daemon start` hands on.
@Suite("Commands about the daemon", .blocking)
struct DaemonCommandTests {
  @Test("The environment of the operator reaches the daemon in the background")
  func environment() throws {
    let home = try TestHome()
    home.environment["SECRET_TOKEN_OF_MINE"] = "kept"
    let pid = try #require(try home.succeed("daemon", "start", "-o", "json").json["pid"]?.int)
    let entries = try Files.text("/proc/\(pid)/environ").split(separator: "\0")
    #expect(entries.contains("SECRET_TOKEN_OF_MINE=kept"))
    try home.succeed("daemon", "stop")
  }

  @Test("Output of a daemon in the background goes into its log, also into the next one when somebody removes it")
  func log() throws {
    let home = try TestHome()
    let pid = try #require(try home.succeed("daemon", "start", "-o", "json").json["pid"]?.int)
    let session = try SessionHandle(home)
    try session.promptToEnd("ignore-term; ignore-eof")
    func isOutput(_ log: FileStatus) throws -> Bool {
      try (1...2).allSatisfy { try FileStatus.of("/proc/\(pid)/fd/\($0)").identity == log.identity }
    }
    let first = try FileStatus.of(home.home.log)
    #expect(try isOutput(first))
    try #require(unlink(home.home.log) == 0)
    // The next line begins the new log; the agent, which is deaf, keeps the daemon until it is killed.
    let stop = try home.start(["daemon", "stop"])
    try eventually("the output is in the new log") {
      try FileStatus.ifPresent(home.home.log).map(isOutput) == true
    }
    #expect(try stop.end().status == 0)
    #expect(try Files.text(home.home.log).contains("daemon has ended"))
  }
}
