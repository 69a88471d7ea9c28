import Home
import JSON
import Platform
import Testing

/// The commands of the Production Checklist, word by word but for the home, the port and doctor.
@Suite("The checklist's own commands", .blocking)
struct ChecklistTests {
  @Test("Configure, start, look, stop, start again and look again")
  func commands() throws {
    var options = TestHome.Options()
    options.usesTCP = true
    options.configuration = """
      [log]
      level = "info"
      max_size_mb = 10
      max_backups = 5
      max_age_days = 30
      compress_backups = false

      [limits]
      max_concurrent_agents = 20
      """
    let home = try TestHome(options)
    _ = try home.succeed("daemon", "start")
    let status = try home.succeed("status", "--output", "json").json
    #expect(status["daemon"]?["status"]?.string == "running")
    let pid = try #require(status["daemon"]?["pid"]?.int)
    _ = try home.succeed("session", "list")
    let curl = try Curl.run("-f", "http://localhost:\(home.port)/api/status")
    #expect(curl.status == 200)
    #expect(curl.json["daemon"]?["pid"]?.int == pid)
    for size in ["global_db_size_bytes", "session_db_size_bytes"] { #expect(curl.json["health"]?[size]?.int != nil) }

    _ = try home.succeed("status")
    _ = try home.succeed("daemon", "stop")
    let down = try home.run("status")
    #expect(down.status == 69)
    _ = try home.succeed("daemon", "start")
    #expect(try home.succeed("status", "--output", "json").json["daemon"]?["pid"]?.int != pid)
    _ = try home.succeed("daemon", "stop")
    try home.requireNothingLeft()
  }
}
