import Glibc
import Home
import JSON
import Platform
import Testing

/// A provider whose agents have a home directory of their own, which they can write to.
@Suite("A provider's own home", .blocking)
struct IsolatedHomeTests {
  @Test("A link in it is refused: no agent leads the next one elsewhere")
  func linksAreRefused() throws {
    var options = TestHome.Options()
    options.configuration = """
      [providers.apart]
      command = "\(Build.agh) rehearsal-agent"
      auth_mode = "none"
      home_policy = "isolated"

      """
    let home = try TestHome(options)
    let daemon = try TestDaemon(home)
    let request: JSONValue = ["agent_name": "general", "provider": "apart", "workspace_path": .string(home.workspace)]
    let first = try daemon.api.send("POST", "/api/sessions", body: request)
    #expect(first.status == 201, "\(first)")
    let directory = home.home.provider("apart") + "/codex"
    try Directory.removeTree(directory)
    #expect(symlink(home.workspace, directory) == 0)
    let second = try daemon.api.send("POST", "/api/sessions", body: request)
    #expect(second.code == "home_unusable", "\(second)")
    #expect(try daemon.stop() == .status(0))
  }
}
