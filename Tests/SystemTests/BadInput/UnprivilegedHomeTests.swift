import Glibc
import Home
import JSON
import Platform
import Testing

/// What the system refuses to an ordinary user. Run as root these would prove nothing: `scripts/test.sh` runs them as a
/// user without privileges.
@Suite("Homes, as an unprivileged user", .blocking, .enabled(if: geteuid() != 0))
struct UnprivilegedHomeTests {
  @Test("A home that is read-only")
  func readOnly() throws {
    let home = try TestHome()
    try #require(chmod(home.home.path, 0o500) == 0)
    defer { chmod(home.home.path, 0o700) }
    let result = try home.run("daemon", "start", "-o", "json")
    #expect(result.status == 1)
    #expect(try JSONParser.parse(Array(result.errors.utf8))["code"]?.string == "home_read_only", "\(result)")
    #expect(Files.names(home.home.path) == ["config.toml"])
  }

  @Test("A home of somebody else, and one that cannot be made")
  func foreign() throws {
    let home = try TestHome()
    home.environment["AGH_HOME"] = "/usr"
    let foreign = try home.run("daemon", "start", "-o", "json")
    #expect(foreign.status == 1)
    #expect(try JSONParser.parse(Array(foreign.errors.utf8))["code"]?.string == "home_not_ours", "\(foreign)")
    home.environment["AGH_HOME"] = "/usr/agh-home"
    let unmade = try home.run("daemon", "start", "-o", "json")
    #expect(unmade.status == 1)
    #expect(try JSONParser.parse(Array(unmade.errors.utf8))["code"]?.string == "home_read_only", "\(unmade)")
    #expect(!Files.exists("/usr/agh-home"))
  }

  @Test("A configuration that cannot be read")
  func unreadable() throws {
    let home = try TestHome()
    try #require(chmod(home.home.configuration, 0) == 0)
    let result = try home.run("daemon", "start", "-o", "json")
    #expect(result.status == 1)
    #expect(try JSONParser.parse(Array(result.errors.utf8))["code"]?.string == "config_unreadable", "\(result)")
    #expect(home.processes().isEmpty)
  }

  @Test("A whole session")
  func session() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home)
    try session.promptToEnd("write x.txt; run ls; read README.md; spawn-tree")
    #expect(try daemon.stop() == .status(0))
    try home.requireNothingLeft()
  }
}
