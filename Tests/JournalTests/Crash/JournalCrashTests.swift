import CrashLayer
import Testing

/// Power cuts at every step of random lives of a journal: it opens, it is whole, it holds what was acknowledged, and no
/// number names two events.
///
/// `AGH_CRASH_IMAGES` says how many cuts, `AGH_TEST_SEED` where the lives begin.
@Suite struct JournalCrashTests {
  private static let histories = 12

  /// Without any one of these a power cut loses or breaks something.
  static let needed: [SyncPoint] = [
    SyncPoint("create", .database), SyncPoint("create", .log), SyncPoint("open", .log), SyncPoint("commit", .log),
    SyncPoint("normal-commit", .log), SyncPoint("tick", .log), SyncPoint("close", .log),
    SyncPoint("checkpoint", .checkpointLog), SyncPoint("checkpoint", .checkpointDatabase),
    SyncPoint("close", .checkpointDatabase), SyncPoint("journal-directory", .directory),
  ]

  /// SQLite's own syncs that nothing here depends on, all of them inside the library:
  /// - the directory of a new log or rollback journal: ours follows, and unlike SQLite's is not ignored when it fails;
  /// - entering and leaving WAL changes one sector, and what comes of it is the journal either way;
  /// - the log before the checkpoint of a close: the clean close has just been synced.
  static let redundant: Set<SyncPoint> = [
    SyncPoint("create", .logDirectory), SyncPoint("open", .logDirectory), SyncPoint("close", .logDirectory),
    SyncPoint("create", .journal), SyncPoint("open", .journal), SyncPoint("close", .journal),
    SyncPoint("open", .database), SyncPoint("close", .database), SyncPoint("close", .checkpointLog),
  ]

  @Test(arguments: 0..<histories)
  func aJournalSurvivesPowerCuts(history: Int) throws {
    let seed = CrashBudget.seed &+ UInt64(history)
    print("journal crash seed \(seed)")
    let found = try problem(seed: seed, images: CrashBudget.images / Self.histories)
    #expect(found == nil)
  }

  @Test func someSyncsOfSQLiteAreNotNeeded() throws {
    for history in 0..<4 {
      let seed = CrashBudget.seed &+ UInt64(history)
      let found = try problem(seed: seed, images: CrashBudget.images / 12, dropping: Self.redundant)
      #expect(found == nil)
    }
  }

  /// Each sync in turn does nothing: the same tests must notice.
  @Test(arguments: needed)
  func everyOtherSyncIsNeeded(dropped: SyncPoint) throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      if let found = try problem(seed: seed, images: 100, dropping: Self.redundant.union([dropped])) {
        print("without \(dropped): \(found)")
        return
      }
    }
    Issue.record("nothing notices that \(dropped) is missing")
  }

  @Test func everySyncIsKnown() throws {
    var seen: Set<SyncPoint> = []
    for seed in 1...12 as ClosedRange<UInt64> {
      let history = try JournalHistory(seed: seed)
      try history.run(steps: 24)
      seen.formUnion(history.disk.syncs)
    }
    #expect(seen == Self.redundant.union(Self.needed))
  }

  /// What a power cut in some life breaks; nil when none does.
  private func problem(seed: UInt64, images: Int, dropping dropped: Set<SyncPoint> = []) throws -> String? {
    let checker = try JournalImage()
    var generator = CrashGenerator(seed: seed)
    var history = try JournalHistory(seed: seed, dropping: dropped)
    try history.run(steps: 12)
    for life in 1...2 {
      for (number, moment) in history.disk.recording.moments(images: images / 2, seed: generator.next()).enumerated() {
        guard let bounds = moment.mark.map({ history.bounds[$0] }) else { continue }
        let verdict = try checker.verdict(
          moment.image, stages: history.stages, bounds: bounds, goingOn: number % 4 == 0)
        if case .broken(let what) = verdict { return "seed \(seed), life \(life), \(moment): \(what)" }
        guard number % 4 == 1 else { continue }
        let read = try checker.verdictOfReader(moment.image, stages: history.stages, bounds: bounds)
        if case .broken(let what) = read { return "seed \(seed), life \(life), \(moment): \(what)" }
      }
      guard life == 1, let bounds = history.bounds.last else { continue }
      // The next life begins with what a power cut leaves of this one.
      let image = history.disk.recording.last(.bySector, salt: generator.next())
      switch try checker.verdict(image, stages: history.stages, bounds: bounds, goingOn: false) {
      case .stage(let stage):
        let stages = Array(history.stages[...stage])
        history = try JournalHistory(after: image, stages: stages, seed: seed + 1000, dropping: dropped)
        try history.run(steps: 12)
      case .absent: return nil
      case .broken(let what): return "seed \(seed), end of the first life: \(what)"
      }
    }
    return nil
  }
}
