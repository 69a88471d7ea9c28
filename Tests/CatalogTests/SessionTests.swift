import Catalog
import Home
import Platform
import Testing

@Suite struct SessionTests {
  let fixture: CatalogFixture
  let catalog: Catalog

  init() async throws {
    fixture = try CatalogFixture()
    catalog = try await fixture.open()
  }

  @Test func everyFieldComesBack() async throws {
    var entry = session(1, state: "active")
    entry.name = "a\nname"
    entry.provider = "claude"
    entry.model = "opus"
    entry.reasoningEffort = "high"
    entry.permissions = "approve-reads"
    entry.workspacePath = "/work/1"
    entry.channel = "c"
    entry.type = "spawned"
    entry.acpSessionID = "acp"
    entry.stopReason = "error"
    entry.stopDetail = "detail"
    entry.failureKind = "process_exit"
    entry.failureSummary = "summary"
    entry.crashBundlePath = "/bundle"
    entry.subprocessPID = 42
    entry.subprocessStartedAt = time(3)
    entry.lastUpdateAt = time(4)
    entry.stallState = "stalled"
    entry.stallReason = "activity_timeout"
    entry.activity = Array("{\"turn_id\":\"t\"}".utf8)
    entry.attachedTo = "me"
    entry.attachExpiresAt = time(5)
    entry.parentSessionID = sessionID(8)
    entry.rootSessionID = sessionID(9)
    entry.spawnDepth = 2
    entry.payload = Array("{\"acp_caps\":{\"é\":1}}".utf8)
    entry.journalEpoch = 1
    entry.appliedSequence = 77
    entry.journalBytes = 4096
    #expect(try await catalog.upsertSession(entry))
    #expect(try await catalog.session(entry.id) == entry)
    let plain = session(2)
    #expect(try await catalog.upsertSession(plain))
    #expect(try await catalog.session(plain.id) == plain)
    #expect(try await catalog.session(sessionID(3)) == nil)
  }

  @Test func anOlderViewOfTheJournalChangesNothing() async throws {
    var entry = session(1, state: "active")
    entry.appliedSequence = 10
    #expect(try await catalog.upsertSession(entry))
    var older = entry
    older.state = "starting"
    older.appliedSequence = 9
    #expect(try await catalog.upsertSession(older) == false)
    #expect(try await catalog.session(entry.id) == entry)
    entry.state = "stopping"
    #expect(try await catalog.upsertSession(entry))
    // A power cut took events of the journal that the catalog had seen: the later epoch counts.
    var cut = entry
    cut.state = "stopped"
    cut.journalEpoch = 1
    cut.appliedSequence = 5
    #expect(try await catalog.upsertSession(cut))
    #expect(try await catalog.session(entry.id) == cut)
    #expect(try await catalog.sessionCounts() == ["stopped": 1])
  }

  @Test func deletingIsIdempotent() async throws {
    try await catalog.upsertSession(session(1))
    #expect(try await catalog.deleteSession(sessionID(1)))
    #expect(try await catalog.deleteSession(sessionID(1)) == false)
    #expect(try await catalog.session(sessionID(1)) == nil)
    #expect(try await catalog.sessionCounts() == [:])
  }

  /// Random changes: pages, filters, counts and what a boot looks at agree with a list in memory.
  @Test(arguments: 1...3)
  func listsAgreeWithAModel(seed: Int) async throws {
    let random = SeededRandom(seed: UInt64(seed))
    func number(_ bound: Int) -> Int { Int(random.bytes(1)[0]) % bound }
    let states = ["starting", "active", "stopping", "stopped", "stopped", "stopped", "orphaned"]
    var model: [SessionID: SessionEntry] = [:]
    for _ in 0..<150 {
      var entry = session(number(60), state: states[number(7)], workspace: number(3), created: number(20))
      if entry.state == "stopped", number(3) > 0 { entry.journalBytes = Int64(number(100)) }
      if number(3) == 0 { entry.failureKind = ["timeout", "cancellation"][number(2)] }
      if number(5) == 0 {
        #expect(try await catalog.deleteSession(entry.id) == (model.removeValue(forKey: entry.id) != nil))
      } else {
        try await catalog.upsertSession(entry)
        model[entry.id] = entry
      }
    }
    let counts = Dictionary(grouping: model.values, by: \.state).mapValues(\.count)
    #expect(try await catalog.sessionCounts() == counts)
    let failed = model.values.filter { $0.failureKind != nil }
    #expect(
      try await catalog.failureCounts() == Dictionary(grouping: failed) { $0.failureKind ?? "" }.mapValues(\.count))
    let latest = try await catalog.latestFailures(limit: 3)
    let timedOut = failed.filter { $0.failureKind == "timeout" }
    #expect(latest.map(\.updatedAt) == timedOut.map(\.updatedAt).sorted(by: >).prefix(3).map(\.self))
    let live = model.values.prefix(5).map(\.id)
    let stored = model.values.filter { !live.contains($0.id) }
    let unmeasured = model.values.filter { $0.state == "stopped" && $0.journalBytes == nil }
    #expect(
      try await catalog.journalTotals(without: live)
        == JournalTotals(bytes: stored.compactMap(\.journalBytes).reduce(0, +), unmeasured: unmeasured.count))
    let sorted = model.values.sorted { ($0.createdAt, $0.id.text) < ($1.createdAt, $1.id.text) }
    #expect(
      try await catalog.liveSessions() == sorted.filter { $0.state != "stopped" && $0.state != "orphaned" })
    for _ in 0..<40 {
      var query = SessionQuery()
      query.states = states.filter { _ in number(4) == 0 }
      query.workspace = number(2) == 0 ? workspaceID(number(4)) : nil
      query.order = number(2) == 0 ? .newestFirst : .oldestFirst
      query.limit = number(3) == 0 ? nil : 1 + number(7)
      let matching = sorted.filter {
        (query.states.isEmpty || query.states.contains($0.state))
          && (query.workspace == nil || query.workspace == $0.workspaceID)
      }
      let expected = query.order == .oldestFirst ? matching : matching.reversed()
      #expect(try await everyPage(query) == expected)
    }
  }

  @Test func sizesAreStoredOnlyOfSessionsThatLackOne() async throws {
    for number in 1...5 { try await catalog.upsertSession(session(number, state: number == 5 ? "active" : "stopped")) }
    var measured = session(2)
    measured.journalBytes = 7
    try await catalog.upsertSession(measured)
    #expect(try await catalog.unmeasuredSessions(after: nil, limit: 2) == [1, 3].map(sessionID))
    #expect(try await catalog.unmeasuredSessions(after: sessionID(3), limit: 2) == [sessionID(4)])
    try await catalog.setJournalBytes([sessionID(1): 100, sessionID(2): 1000, sessionID(5): 10000])
    #expect(try await catalog.journalTotals(without: []) == JournalTotals(bytes: 107, unmeasured: 2))
    // One that runs again has no size of its own until it stops.
    try await catalog.upsertSession(session(2, state: "starting"))
    #expect(try await catalog.journalTotals(without: []) == JournalTotals(bytes: 100, unmeasured: 2))
  }

  @Test func aPageDoesNotMoveWhenSessionsComeAndGo() async throws {
    for number in 1...6 { try await catalog.upsertSession(session(number)) }
    var query = SessionQuery()
    query.limit = 2
    let first = try await catalog.sessions(query)
    #expect(first.entries.map(\.id) == [6, 5].map(sessionID))
    try await catalog.upsertSession(session(7))
    try await catalog.deleteSession(sessionID(5))
    query.cursor = SessionCursor(try #require(first.next).text)
    #expect(query.cursor == first.next)
    let second = try await catalog.sessions(query)
    #expect(second.entries.map(\.id) == [4, 3].map(sessionID))
    query.limit = 0
    #expect(try await catalog.sessions(query).entries == [])
  }

  @Test(arguments: ["", "x", "2026-02-02T02:40:00.000000000Z", "2026-02-02T02:40:00Z_sess-0000000000000001", "_"])
  func aBrokenCursorIsNoCursor(text: String) {
    #expect(SessionCursor(text) == nil)
  }

  private func everyPage(_ query: SessionQuery) async throws -> [SessionEntry] {
    var query = query
    var entries: [SessionEntry] = []
    while true {
      let page = try await catalog.sessions(query)
      #expect(page.entries.count <= query.limit ?? Int.max)
      entries += page.entries
      guard let next = page.next else { return entries }
      query.cursor = SessionCursor(next.text)
    }
  }
}
