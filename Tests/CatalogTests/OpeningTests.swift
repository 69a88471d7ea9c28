import Catalog
import Platform
import Testing

@Suite struct OpeningTests {
  let fixture: CatalogFixture

  init() throws {
    fixture = try CatalogFixture()
  }

  @Test func aNewCatalogIsPrivateAndToBeFilled() async throws {
    let catalog = try await fixture.open()
    #expect(try await catalog.rebuildReason() == .created)
    #expect(try await catalog.sessionCounts() == [:])
    try await catalog.upsertSession(session(1))
    #expect(try run("stat -c %a '\(fixture.path)'*") == "600\n600\n600\n")
    try await catalog.close()
    try await catalog.close()

    // The rebuild was cut short: it stays due.
    let again = try await fixture.open()
    #expect(try await again.rebuildReason() == .created)
    try await again.rebuildFinished()
    try await again.close()
    let filled = try await fixture.open()
    #expect(try await filled.rebuildReason() == nil)
    #expect(try await filled.session(sessionID(1))?.agentName == "general")
    try await filled.close()
  }

  @Test func aClosedCatalogSaysSo() async throws {
    let catalog = try await fixture.open()
    try await catalog.close()
    await #expect(throws: CatalogError.closed(path: fixture.path)) { try await catalog.workspaces() }
    await #expect(throws: CatalogError.closed(path: fixture.path)) { try await catalog.upsertSession(session(1)) }
  }

  @Test func aDamagedCatalogIsPutAsideAndSaidSo() async throws {
    let catalog = try await fixture.open()
    _ = try await catalog.addWorkspace(workspace(1, name: "one"))
    try await catalog.rebuildFinished()
    try await catalog.close()
    try run("printf garbage > '\(fixture.path)'; printf log > '\(fixture.path)-wal'")

    let empty = try await fixture.open()
    let aside = "\(fixture.path).corrupt.20260202T024000.000000000Z"
    guard case .quarantined(let path, let detail) = try await empty.rebuildReason() else {
      Issue.record("nothing says that the catalog was damaged")
      return
    }
    #expect(path == aside && detail == "file is not a database")
    #expect(try run("cat '\(aside)' '\(aside)-wal'") == "garbagelog")
    #expect(try await empty.workspaces() == [])
    _ = try await empty.addWorkspace(workspace(1, name: "one"))
    try await empty.close()
    // Until the caller has rebuilt it, every opening says why.
    let reopened = try await fixture.open()
    #expect(try await reopened.rebuildReason() == .quarantined(path: aside, detail: detail))
    try await reopened.close()
  }

  @Test func damageDeeperInTheFileIsNoticedWhenItIsOpened() async throws {
    let catalog = try await fixture.open()
    for number in 1...200 { try await catalog.upsertSession(session(number, state: "active")) }
    try await catalog.close()
    // All pages but the first, so that the header is fine.
    try run("dd if=/dev/urandom of='\(fixture.path)' bs=4096 seek=1 count=200 conv=notrunc status=none")
    let empty = try await fixture.open()
    let reason = try await empty.rebuildReason()
    #expect(reason != nil && reason != .created)
    #expect(try await empty.sessions(SessionQuery()).entries == [])
    try await empty.close()
  }

  @Test func anOlderCatalogIsBroughtUpToDateWithItsCounts() async throws {
    let catalog = try await fixture.open()
    var failed = session(1)
    failed.failureKind = "timeout"
    try await catalog.upsertSession(failed)
    try await catalog.upsertSession(session(2, state: "active"))
    try await catalog.rebuildFinished()
    try await catalog.close()
    try fixture.shell(
      """
      drop trigger sessions_summed_insert; drop trigger sessions_summed_delete; drop trigger sessions_summed_update;
      drop trigger failures_counted_insert; drop trigger failures_counted_delete;
      drop trigger failures_counted_update; drop table session_totals; drop table failure_counts;
      drop index idx_sessions_unmeasured; drop index idx_sessions_failed;
      alter table sessions drop column journal_bytes; delete from schema_migrations where version = 2
      """)
    let upToDate = try await fixture.open()
    #expect(try await upToDate.rebuildReason() == nil)
    #expect(try await upToDate.failureCounts() == ["timeout": 1])
    #expect(try await upToDate.journalTotals(without: []) == JournalTotals(bytes: 0, unmeasured: 1))
    try await upToDate.setJournalBytes([sessionID(1): 5])
    try await upToDate.deleteSession(sessionID(1))
    #expect(try await upToDate.failureCounts() == [:])
    #expect(try await upToDate.journalTotals(without: []) == JournalTotals(bytes: 0, unmeasured: 0))
    try await upToDate.close()
  }

  @Test func aNewerCatalogIsRefusedWithTheWayBack() async throws {
    try await fixture.open().close()
    try fixture.shell("insert into schema_migrations values(9, 'next', 'c', 't', 9)")
    let before = try run("sha256sum < '\(fixture.path)'")
    let error = await #expect(throws: CatalogError.self) { try await fixture.open() }
    #expect(error == .newer(path: fixture.path, version: 9, name: "next", known: 2))
    #expect(error?.description.contains("install the newer agh again") == true)
    #expect(error?.code == "catalog_unavailable")
    #expect(try run("sha256sum < '\(fixture.path)'") == before)
  }

  @Test func aCatalogOfAnotherProgramIsRefused() async throws {
    try fixture.shell(
      """
      create table schema_migrations(version integer primary key, name text, checksum text, applied_at text);
      insert into schema_migrations values(1, 'create_global_schema', 'x', 't')
      """)
    await #expect(throws: CatalogError.foreign(path: fixture.path)) { try await fixture.open() }
    try fixture.shell("drop table schema_migrations; create table notes(text)")
    await #expect(throws: CatalogError.foreign(path: fixture.path)) { try await fixture.open() }
  }

  @Test func aMissingDirectoryIsNamed() async throws {
    try Directory.removeTree(fixture.directory)
    let error = await #expect(throws: CatalogError.self) { try await fixture.open() }
    #expect(error?.description == "open \(fixture.path): No such file or directory")
  }
}
