import Catalog
import CrashLayer
import Platform
import SQLite
import Testing

/// Power cuts at every step of random lives of a catalog: it opens, it holds every change that was acknowledged, and
/// nothing is taken for an empty catalog that needs no rebuild.
///
/// `AGH_CRASH_IMAGES` says how many cuts, `AGH_TEST_SEED` where the lives begin.
@Suite struct CatalogCrashTests {
  private static let pool = Result { try BlockingPool(threads: 2, name: "catalog-crash") }
  private static let histories = 4

  /// Without any one of these a power cut loses or breaks something.
  static let needed: [SyncPoint] = [
    SyncPoint("create", .database), SyncPoint("create", .log), SyncPoint("open", .log), SyncPoint("write", .log),
    SyncPoint("checkpoint", .checkpointDatabase), SyncPoint("close", .checkpointDatabase),
    SyncPoint("catalog-directory", .directory),
  ]

  /// SQLite's own syncs that nothing here depends on, all of them inside the library:
  /// - the directory of a new log or rollback journal: ours follows, and unlike SQLite's is not ignored when it fails;
  /// - entering WAL changes one sector, and what comes of it is the catalog either way;
  /// - the log before a checkpoint: every commit has synced it.
  static let redundant: Set<SyncPoint> = [
    SyncPoint("create", .logDirectory), SyncPoint("open", .logDirectory),
    SyncPoint("create", .journal), SyncPoint("checkpoint", .checkpointLog), SyncPoint("close", .checkpointLog),
  ]

  @Test(arguments: 0..<histories)
  func aCatalogSurvivesPowerCuts(history: Int) async throws {
    let seed = CrashBudget.seed &+ UInt64(history)
    print("catalog crash seed \(seed)")
    let found = try await problem(seed: seed, images: CrashBudget.images / 3 / Self.histories)
    #expect(found == nil)
  }

  @Test func someSyncsOfSQLiteAreNotNeeded() async throws {
    for history in 0..<2 {
      let seed = CrashBudget.seed &+ UInt64(history)
      let found = try await problem(seed: seed, images: CrashBudget.images / 12, dropping: Self.redundant)
      #expect(found == nil)
    }
  }

  /// Each sync in turn does nothing: the same tests must notice.
  @Test(arguments: needed)
  func everyOtherSyncIsNeeded(dropped: SyncPoint) async throws {
    for seed in 1...100 as ClosedRange<UInt64> {
      if let found = try await problem(seed: seed, images: 100, dropping: Self.redundant.union([dropped])) {
        print("without \(dropped): \(found)")
        return
      }
    }
    Issue.record("nothing notices that \(dropped) is missing")
  }

  @Test func everySyncIsKnown() async throws {
    var seen: Set<SyncPoint> = []
    for seed in 1...8 as ClosedRange<UInt64> {
      let history = try CatalogHistory(seed: seed, pool: Self.pool.get())
      try await history.run(steps: 24)
      // What stands in for a killed daemon does not write like one.
      seen.formUnion(history.disk.syncs.filter { $0.step != "killed" })
    }
    #expect(seen == Self.redundant.union(Self.needed))
  }

  @Test func aDamagedCatalogIsNeverTakenForAnotherOne() async throws {
    let image = try await damaged()
    for seed in 1...4 as ClosedRange<UInt64> {
      let found = try await problem(seed: seed, images: CrashBudget.images / 12, after: image)
      #expect(found == nil)
    }
  }

  @Test func theNamesOfADamagedCatalogAreSynced() async throws {
    let image = try await damaged()
    let dropped = Self.redundant.union([SyncPoint("catalog-directory", .directory)])
    let found = try await problem(seed: 1, images: 200, after: image, dropping: dropped)
    #expect(found != nil)
  }

  /// What a power cut in some life breaks; nil when none does.
  private func problem(
    seed: UInt64, images: Int, after image: CrashImage = CrashImage(), dropping dropped: Set<SyncPoint> = []
  ) async throws -> String? {
    let scratch = try ScratchDirectory()
    let history = try CatalogHistory(seed: seed, pool: Self.pool.get(), after: image, dropping: dropped)
    try await history.run(steps: 16)
    for moment in history.disk.recording.moments(images: images, seed: seed) {
      guard let bounds = moment.mark.map({ history.bounds[$0] }) else { continue }
      try moment.image.write(to: scratch.path)
      do {
        let found = try await contents(at: scratch.path)
        if bounds.durable < 0, found.rebuild != nil { continue }
        let allowed = max(0, bounds.durable)...bounds.latest
        guard !allowed.contains(where: { history.stages[$0] == found }) else { continue }
        return "seed \(seed), \(moment): what is there is none of \(bounds)"
      } catch {
        return "seed \(seed), \(moment): \(error)"
      }
    }
    return nil
  }

  /// A catalog whose file is good, and whose log holds damage.
  private func damaged() async throws -> CrashImage {
    let scratch = try ScratchDirectory()
    let path = "\(scratch.path)/agh.db"
    let catalog = try await Catalog.open(
      path: path, clock: ManualClock(wall: time(0)), pool: Self.pool.get(), vfs: RecordedDatabases.vfs)
    _ = try await catalog.addWorkspace(workspace(1, name: "one"))
    try await catalog.rebuildFinished()
    try await catalog.close()
    let connection = try Connection(path: path, mode: .readWrite, vfs: RecordedDatabases.vfs)
    try connection.write { transaction in
      _ = try transaction.execute("UPDATE workspaces SET id = 'no id'")
    }
    connection.abandon()
    var image = try CrashImage(reading: scratch.path)
    image.files["agh.db-shm"] = nil
    return image
  }

  private func contents(at directory: String) async throws -> CatalogContents {
    let catalog = try await Catalog.open(
      path: "\(directory)/agh.db", clock: ManualClock(wall: time(60)), pool: Self.pool.get(),
      vfs: RecordedDatabases.vfs)
    let contents = try await CatalogContents(catalog)
    try await catalog.close()
    return contents
  }
}
