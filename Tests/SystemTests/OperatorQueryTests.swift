import CSystem
import Glibc
import Home
import JSON
import Journal
import Platform
import Testing

/// The documented queries of operators, by the `sqlite3` shell, also while shells are left open.
@Suite("Queries of operators", .blocking)
struct OperatorQueryTests {
  @Test("They work while the session runs, when it is stopped, and with a shell left open")
  func queries() throws {
    let home = try TestHome()
    let daemon = try TestDaemon(home)
    let session = try SessionHandle(home, name: "queried")
    try session.promptToEnd("say hello; usage")
    let database = session.directory + "/events.db"
    try check(home, session, state: "active")

    let shell = try OpenShell(database, "begin; select count(*) from events;")
    try session.promptToEnd("stream 50 chunks; usage")
    try check(home, session, state: "active")
    try session.stop()
    try check(home, session, state: "stopped")
    #expect(try session.resume().status == 200, "a shell that is left open keeps nobody from resuming")
    try session.promptToEnd("hello again")
    shell.close()
    #expect(try daemon.stop() == .status(0))
    try check(home, session, state: "stopped")
    let names = Files.names(session.directory)
    #expect(names.contains("events.db"))
  }

  private func check(_ home: TestHome, _ session: SessionHandle, state: String) throws {
    let catalog = home.home.catalog
    let sessions = try SQLiteShell.query(
      catalog,
      "select id, name, agent_name, state, stop_reason, updated_at from sessions order by updated_at desc limit 20;")
    #expect(sessions.count == 1)
    #expect(sessions.first?.hasPrefix("\(session.id)|queried|general|\(state)|") == true, "\(sessions)")
    let workspaces = try SQLiteShell.query(
      catalog, "select id, root_dir, name, updated_at from workspaces order by updated_at desc;")
    #expect(workspaces.first?.contains("|\(home.workspace)|") == true, "\(workspaces)")
    _ = try SQLiteShell.query(
      catalog,
      "select id, source, session_id, turn_id, pid, state, updated_at from tool_processes "
        + "where state in ('running','interrupting') order by updated_at desc;")
    let journal = StoredJournal(session)
    let events = try journal.query(
      "select sequence, type, agent_name, timestamp from events order by sequence desc limit 20;")
    let newest = try #require(events.first?.split(separator: "|"))
    #expect(newest[2] == "general")
    #expect(newest[3].count == 30, "nine digits of a second: \(newest)")
    let usage = try journal.query(
      "select turn_id, total_tokens, cost_amount, cost_currency, timestamp from token_usage "
        + "order by timestamp desc limit 20;")
    #expect(usage.first?.contains("|0.25|USD|") == true, "\(usage)")
    _ = try journal.query(
      "select hook_name, event, outcome, required, recorded_at from hook_runs order by recorded_at desc limit 20;")
  }
}

/// A shell of an operator that stays open in the middle of a read.
private final class OpenShell {
  private let process: ChildProcess
  private let input: Int32

  /// Starts the shell and waits until it has answered.
  init(_ database: String, _ statements: String) throws {
    var typed: [Int32] = [-1, -1]
    var shown: [Int32] = [-1, -1]
    try #require(cs_pipe(&typed) == 0 && cs_pipe(&shown) == 0)
    let reader = FileDescriptor(owning: typed[0])
    let results = FileDescriptor(owning: shown[0])
    let output = FileDescriptor(owning: shown[1])
    input = typed[1]
    process = try ChildProcess(
      ["/usr/bin/sqlite3", "-batch", database], environment: [:], output: output.rawValue, input: reader.rawValue)
    let text = Array((statements + "\n").utf8)
    try #require(write(input, text, text.count) == text.count)
    var entry = pollfd(fd: results.rawValue, events: Int16(POLLIN), revents: 0)
    try #require(poll(&entry, 1, 30_000) == 1, "the shell does not answer")
  }

  deinit { Glibc.close(input) }

  func close() {
    process.signal(SIGTERM)
    _ = try? process.wait()
  }
}
