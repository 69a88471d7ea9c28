import Catalog
import Testing

/// The queries that the documentation gives to operators, through the shell they use, while the catalog is in use.
@Suite struct OperatorQueryTests {
  @Test func theQueriesOfTheDocumentationWork() async throws {
    let fixture = try CatalogFixture()
    let catalog = try await fixture.open()
    _ = try await catalog.addWorkspace(workspace(1, name: "one"))
    var entry = session(1, state: "stopped")
    entry.name = "first"
    entry.stopReason = "completed"
    try await catalog.upsertSession(entry)
    try await catalog.upsertSession(session(2, state: "active"))

    #expect(
      try fixture.shell(
        "select id, name, agent_name, state, stop_reason, updated_at from sessions order by updated_at desc limit 20;")
          == """
          sess-0000000000000002||general|active||2026-02-02T02:40:02.000000000Z
          sess-0000000000000001|first|general|stopped|completed|2026-02-02T02:40:01.000000000Z

          """)
    #expect(
      try fixture.shell("select id, root_dir, name, updated_at from workspaces order by updated_at desc;")
        == "ws_0000000000000001|/work/1|one|2026-02-02T02:40:00.000000000Z\n")
    #expect(
      try fixture.shell(
        "select id, source, session_id, turn_id, pid, state, updated_at from tool_processes "
          + "where state in ('running','interrupting') order by updated_at desc;")
        == "")
    try await catalog.close()
  }
}
