import JSON
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
}
