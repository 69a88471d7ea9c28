import JSON
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
}
