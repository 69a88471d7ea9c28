import Glibc
import Home
import JSON
import Platform
import Testing

/// Files of a deleted session that cannot be removed: a file system is mounted among them.
@Suite("Deleted sessions that do not go", .blocking)
struct MountingDeleteTests {
  @Test("The next daemon starts all the same and names them; a new session of the same name stays whatever is left")
  func stuck() throws {
    let home = try TestHome()
    let first = try TestDaemon(home)
    let other = try SessionHandle(home, workspace: home.makeWorkspace("other"))
    let session = try SessionHandle(home, key: "again")
    try session.promptToEnd("hello")
    let disk = try SmallDisk(at: session.directory + "/busy", megabytes: 1)
    let refused = try session.delete()
    #expect(refused.status >= 500, "\(refused)")
    #expect(try session.api.send("GET", session.path()).status == 404)

    // The same key makes the same id.
    let again = try SessionHandle(home, key: "again")
    #expect(again.id == session.id)
    try again.promptToEnd("hello")
    #expect(try first.stop() == .status(0))

    let second = try TestDaemon(home)
    try other.resume()
    #expect(try again.payload()["state"]?.string == "stopped", "the new session is there")
    #expect(try again.events("type=agent_message").isEmpty == false)
    #expect(try findings(again).contains("session.deletion"))
    #expect(try second.stop() == .status(0))

    // It went where its directory went.
    try disk.unmount(at: "\(home.home.sessions)/.deleted/\(session.id)/busy")
    let third = try TestDaemon(home)
    #expect(try findings(again) == [])
    #expect(!Files.names(home.home.sessions).contains(".deleted"))
    #expect(try again.resume().status == 200)
    #expect(try again.delete().status == 204)
    #expect(!Files.names(home.home.sessions).contains(session.id))
    #expect(try third.stop() == .status(0))
    try home.requireNothingLeft()
  }

  private func findings(_ session: SessionHandle) throws -> [String] {
    let found = try session.api.get("/api/status")["diagnostics"]?.array ?? []
    return found.filter { $0["evidence"]?["session_id"]?.string == session.id }.compactMap { $0["id"]?.string }
  }
}
