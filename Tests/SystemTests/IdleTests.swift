import Home
import Platform
import Testing

/// A daemon for which there is nothing to do.
@Suite("Idle", .blocking)
struct IdleTests {
  @Test("A daemon with sessions at rest has no thread but its own: those of Dispatch would wake it every second")
  func threads() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let sessions = try (0..<3).map { try SessionHandle(home, workspace: home.makeWorkspace("w\($0)")) }
    for session in sessions { try session.promptToEnd("hello; run ls") }
    // A thread that tidies up former logs may still be at it.
    try eventually("no other thread") {
      let tasks = "/proc/\(daemon.pid)/task"
      let names = try Directory.names(tasks).map { try Files.text("\(tasks)/\($0)/comm").dropLast() }
      return Set(names) == ["agh", "pool", "tasks", "http", "session"] && names.count { $0 == "session" } == 3
    }
    #expect(try daemon.stop() == .status(0))
  }
}
