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
    #expect(curl.json["log_tail"]?["available"]?.bool == true)
    let sizes = try Sizes(curl.json)
    #expect(sizes.journals == 0)

    // Alert on database size: the figures are the files', and they grow with them.
    let session = try home.succeed("session", "new", "-o", "json").json
    let id = try #require(session["id"]?.string)
    _ = try home.succeed("session", "prompt", id, "stream 2000 chunks of 200 bytes")
    let grown = try Sizes(home.succeed("status", "--output", "json").json)
    #expect(grown.journals > 2000 * 200)
    _ = try home.succeed("session", "stop", id)
    let stopped = try Sizes(home.succeed("status", "--output", "json").json)
    let directory = home.home.session(try #require(SessionID(id)))
    #expect(stopped.journals == (try FileStatus.of(directory.journal).size))

    _ = try home.succeed("status")
    let ended = try home.succeed("daemon", "stop", "-o", "json").json
    #expect(ended["status"]?.string == "stopped")
    #expect(ended["active_sessions"]?.int == 0)
    #expect(ended["total_sessions"]?.int == 1)
    let down = try home.run("status")
    #expect(down.status == 69)
    _ = try home.succeed("daemon", "start")
    #expect(try home.succeed("status", "--output", "json").json["daemon"]?["pid"]?.int != pid)
    _ = try home.succeed("daemon", "stop")
    try home.requireNothingLeft()
  }
}

/// What status tells of the size of the databases.
private struct Sizes {
  var catalog: Int64
  var journals: Int64

  init(_ status: JSONValue) throws {
    catalog = Int64(try #require(status["health"]?["global_db_size_bytes"]?.int))
    journals = Int64(try #require(status["health"]?["session_db_size_bytes"]?.int))
    #expect(catalog > 0)
    #expect(status["health"]?["persistence"]?["session_db_size_bytes"]?.int == Int(journals))
  }
}
