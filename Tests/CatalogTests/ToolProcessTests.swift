import Catalog
import Home
import Platform
import Testing

@Suite struct ToolProcessTests {
  let fixture: CatalogFixture
  let catalog: Catalog

  init() async throws {
    fixture = try CatalogFixture()
    catalog = try await fixture.open()
  }

  @Test func aProcessIsRecordedUntilItEnds() async throws {
    var entry = ToolProcessEntry(
      id: "proc_1", source: "acp_terminal", state: "running", createdAt: time(1), updatedAt: time(1))
    entry.sessionID = sessionID(1).text
    entry.turnID = "turn-1"
    entry.toolCallID = "call"
    entry.terminalID = "term-1"
    entry.hookName = "hook"
    entry.pid = 42
    entry.processGroupID = 41
    entry.command = "ls"
    entry.arguments = ["-l", "a \"b\""]
    entry.workingDirectory = "/work"
    entry.startedAt = time(1)
    entry.startedByPID = 7
    try await catalog.upsertToolProcess(entry)
    #expect(try await catalog.unfinishedToolProcesses() == [entry])
    entry.state = "interrupting"
    entry.updatedAt = time(2)
    try await catalog.upsertToolProcess(entry)
    #expect(try await catalog.unfinishedToolProcesses() == [entry])

    #expect(try await catalog.finishToolProcess("proc_1", state: "failed", exitCode: 3, error: "no", at: time(3)))
    #expect(try await catalog.finishToolProcess("proc_1", state: "completed", exitCode: 0, at: time(4)) == false)
    #expect(try await catalog.finishToolProcess("proc_2", state: "stale", exitCode: nil, at: time(4)) == false)
    #expect(try await catalog.unfinishedToolProcesses() == [])
    #expect(
      try fixture.shell("select state, exit_code, error, completed_at from tool_processes")
        == "failed|3|no|2026-02-02T02:40:03.000000000Z\n")
  }
}
