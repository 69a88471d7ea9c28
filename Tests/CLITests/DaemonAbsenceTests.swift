import Glibc
import Home
import JSON
import Platform
import Testing

@Suite("Without a daemon")
struct DaemonAbsenceTests {
  private let environment = ["AGH_HOME": "/nonexistent/home", "HOME": "/nonexistent"]

  @Test("A command that needs the daemon exits with 69 and says how to start it")
  func people() throws {
    let result = try CommandRun(["session", "list"], environment: environment).end()
    #expect(result.status == 69)
    #expect(result.output == "")
    #expect(
      result.errors == """
        error: Daemon unavailable: AGH daemon is not reachable at /nonexistent/home/daemon.sock while requesting \
        GET /api/sessions.
        next: agh daemon start

        """)
  }

  @Test("Programs get the contract's diagnostic")
  func programs() throws {
    let result = try CommandRun(["workspace", "list", "-o", "json"], environment: environment).end()
    #expect(result.status == 69)
    let body = try JSONParser.parse(result.errors)
    #expect(body.object?.keys == ["error", "code", "diagnostic"])
    #expect(body["code"]?.string == "daemon_unavailable")
    #expect(body["error"]?.string?.hasSuffix("(next: agh daemon start)") == true)
    let item = try #require(body["diagnostic"])
    #expect(
      item.object?.keys == [
        "id", "code", "severity", "category", "title", "message", "suggested_command", "data_freshness", "evidence",
      ])
    #expect(item["data_freshness"]?.string == "offline")
    #expect(item["evidence"]?.object?.keys == ["cause", "method", "path", "socket_path"])
  }

  @Test("Commands that need no daemon work without one")
  func offline() throws {
    for words in [["version"], ["help"], ["completion", "bash"]] {
      #expect(try CommandRun(words, environment: environment).end().status == 0)
    }
  }

  @Test(
    "status falls back to what the last daemon left in the home, and still exits with 69",
    arguments: [["status"], ["daemon", "status"]])
  func fallback(command: [String]) throws {
    let home = try ScratchHome()
    let process = try ProcessIdentity.of(pid: getpid())
    try home.leave(process)
    let alive = try CommandRun(command + ["-o", "json"], environment: ["AGH_HOME": home.path]).end()
    #expect(alive.status == 69)
    let record = try JSONParser.parse(alive.output)
    #expect(record["status"]?.string == "not_responding")
    #expect(record["pid"]?.int == Int(getpid()))
    #expect(record["socket"]?.string == home.path + "/daemon.sock")
    try home.leave(ProcessIdentity(bootID: process.bootID, pid: process.pid, startTicks: process.startTicks + 1))
    let dead = try CommandRun(command, environment: ["AGH_HOME": home.path]).end()
    #expect(dead.status == 69)
    #expect(dead.output.hasPrefix("Daemon\n======\nStatus:           not_running\n"))
    #expect(dead.errors.contains("next: agh daemon start"))
  }

  @Test("Stopping a daemon that is gone says so; a process that only has its number is left alone")
  func stop() throws {
    let home = try ScratchHome()
    #expect(try CommandRun(["daemon", "stop"], environment: ["AGH_HOME": home.path]).end().status == 1)
    let process = try ProcessIdentity.of(pid: getpid())
    try home.leave(ProcessIdentity(bootID: process.bootID, pid: process.pid, startTicks: process.startTicks + 1))
    let result = try CommandRun(["daemon", "stop"], environment: ["AGH_HOME": home.path]).end()
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("error: the daemon is not running in \(home.path)"))
  }

  @Test("A second daemon is refused with the number of the first")
  func second() throws {
    let home = try ScratchHome()
    try home.leave(ProcessIdentity.of(pid: getpid()))
    for words in [["daemon", "start"], ["daemon", "start", "--foreground"]] {
      let result = try CommandRun(words, environment: ["AGH_HOME": home.path]).end()
      #expect(result.status == 1)
      #expect(result.errors.contains("daemon already running (pid=\(getpid())"))
    }
  }

  @Test("The socket of a configuration is the one that is named when no daemon runs")
  func configuredSocket() throws {
    let home = try ScratchHome()
    try home.write("config.toml", "[daemon]\nsocket = \"/nonexistent/d.sock\"\n")
    let result = try CommandRun(["session", "list"], environment: ["AGH_HOME": home.path]).end()
    #expect(result.errors.contains("not reachable at /nonexistent/d.sock"))
    try home.write("config.toml", "[daemon\n")
    #expect(try CommandRun(["session", "list"], environment: ["AGH_HOME": home.path]).end().status == 69)
  }
}

/// A home for one test.
final class ScratchHome: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/agh-home-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    try? Directory.removeTree(path)
  }

  /// Writes the record of a daemon.
  func leave(_ process: ProcessIdentity) throws {
    let info = DaemonInfo(
      process: process, port: 2123, startedAt: SystemClock().now(), host: "localhost", socket: path + "/daemon.sock",
      homeID: "home", generation: 1, version: "1", buildID: "b")
    try info.write(HomeDirectory(path: path))
  }

  /// Writes a file.
  func write(_ name: String, _ text: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path + "/" + name)
  }
}
