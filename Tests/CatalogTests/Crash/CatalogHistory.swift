@testable import Catalog
import CrashLayer
import Home
import Platform
import SQLite

/// Everything a catalog tells.
struct CatalogContents: Equatable {
  var sessions: [SessionEntry]
  var counts: [String: Int]
  var workspaces: [WorkspaceEntry]
  var rebuild: RebuildReason?

  init(_ catalog: Catalog) async throws {
    sessions = try await catalog.sessions(SessionQuery()).entries
    counts = try await catalog.sessionCounts()
    workspaces = try await catalog.workspaces()
    rebuild = try await catalog.rebuildReason()
  }
}

/// A random life of one catalog on a recorded disk: what it held after each call, and which of these states a power cut
/// may leave at each moment. Used by one task.
final class CatalogHistory {
  /// The states that a power cut may leave, by their index. `durable` is -1 before the catalog was acknowledged.
  struct Bounds {
    var durable: Int
    var latest: Int
  }

  private(set) var stages: [CatalogContents] = []
  private(set) var bounds: [Bounds] = []
  let disk: RecordedDisk
  private let scratch: ScratchDirectory
  private let pool: BlockingPool
  private let clock = ManualClock(wall: time(0))
  private var generator: CrashGenerator
  private var catalog: Catalog?

  init(
    seed: UInt64, pool: BlockingPool, after image: CrashImage = CrashImage(), dropping dropped: Set<SyncPoint> = []
  ) throws {
    scratch = try ScratchDirectory()
    disk = try RecordedDisk(root: scratch.path, base: image, dropping: dropped)
    generator = CrashGenerator(seed: seed)
    self.pool = pool
  }

  deinit {
    catalog = nil
    disk.finish()
  }

  /// Opens the catalog and lets `count` random things happen.
  func run(steps count: Int) async throws {
    try await open("create")
    for _ in 0..<count {
      switch number(0...15) {
      case 0...6: try await change { [entry = session()] in try await $0.upsertSession(entry) }
      case 7...8: try await change { [id = sessionID(number(1...5))] in try await $0.deleteSession(id) }
      case 9...10: try await change { [entry = workspaceEntry()] in _ = try? await $0.addWorkspace(entry) }
      case 11: try await change { try await $0.rebuildFinished() }
      case 12...13:
        disk.enter("checkpoint")
        try await catalog?.checkpoint()
      case 14:
        disk.enter("close")
        try await catalog?.close()
        try await open("open")
      default:
        // Killed: what it has written is still there, a commit that it had not yet synced included.
        catalog = nil
        if flip() { try commitWithoutSync() }
        try await open("open")
      }
    }
  }

  // MARK: -

  private func note(durable: Int, latest: Int) {
    bounds.append(Bounds(durable: durable, latest: latest))
    disk.mark(bounds.count - 1)
  }

  private func reach(_ step: String, _ body: () async throws -> Catalog) async throws {
    note(durable: stages.count - 1, latest: stages.count)
    disk.enter(step)
    let catalog = try await body()
    stages.append(try await CatalogContents(catalog))
    note(durable: stages.count - 1, latest: stages.count - 1)
  }

  private func open(_ step: String) async throws {
    try await reach(step) {
      let opened = try await Catalog.open(
        path: "\(disk.root)/agh.db", clock: clock, pool: pool, layer: RecordedFiles(disk), vfs: RecordedDatabases.vfs)
      catalog = opened
      return opened
    }
  }

  private func change(_ body: (Catalog) async throws -> some Any) async throws {
    guard let catalog else { return }
    try await reach("write") {
      _ = try await body(catalog)
      return catalog
    }
  }

  private func commitWithoutSync() throws {
    disk.enter("killed")
    let connection = try Connection(path: "\(disk.root)/agh.db", mode: .readWrite, vfs: RecordedDatabases.vfs)
    try connection.setSynchronous(.normal)
    note(durable: stages.count - 1, latest: stages.count)
    try connection.write { transaction in
      _ = try transaction.execute("UPDATE sessions SET name = ?", "name \(number(0...99))")
    }
    connection.abandon()
  }

  private func session() -> SessionEntry {
    let state = ["starting", "active", "stopped"].randomElement(using: &generator) ?? "active"
    var entry = CatalogTests.session(number(1...5), state: state)
    entry.journalEpoch = Int64(number(0...2))
    entry.appliedSequence = Int64(number(0...100))
    entry.payload = Array("{\"a\":\"\(String(repeating: "x", count: number(0...2000)))\"}".utf8)
    return entry
  }

  private func workspaceEntry() -> WorkspaceEntry {
    let number = number(1...4)
    return workspace(number, name: flip() ? "" : "name-\(number)")
  }

  private func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  private func flip() -> Bool { Bool.random(using: &generator) }
}
