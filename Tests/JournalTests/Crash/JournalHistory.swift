import CrashLayer
import Home
@testable import Journal
import JournalModel
import Platform
import SQLite

/// A random life of one journal on a recorded disk: what was committed, and what of it must survive at each moment.
final class JournalHistory {
  /// A journal as of one commit.
  struct Stage {
    var model: JournalModel
    var bootID: String
    var isOpen: Bool
  }

  /// Which stages a power cut may leave, by their index. `durable` is -1 before the journal was acknowledged.
  struct Bounds {
    var durable: Int
    var latest: Int
  }

  private(set) var stages: [Stage]
  private(set) var bounds: [Bounds] = []
  let disk: RecordedDisk
  private let scratch: ScratchDirectory
  private let clock = TestClock()
  private let keys: TestRandom
  private var random: RandomChanges
  private var writer: JournalWriter?
  private var boots = 0

  /// A journal that is made.
  init(seed: UInt64, dropping dropped: Set<SyncPoint> = []) throws {
    scratch = try ScratchDirectory()
    disk = try RecordedDisk(root: scratch.path, dropping: dropped)
    keys = TestRandom(seed: seed)
    random = RandomChanges(seed: seed)
    stages = []
    note(durable: -1, latest: 0)
    disk.enter("create")
    let writer = try JournalWriter.create(
      directory: disk.root, clock: clock, bootID: bootID, random: keys, layer: RecordedFiles(disk),
      vfs: RecordedDatabases.vfs)
    self.writer = writer
    var model = JournalModel()
    model.contents.journalEpochs = writer.journalEpochs
    stages.append(Stage(model: model, bootID: bootID, isOpen: true))
    note(durable: 0, latest: 0)
  }

  /// A journal that goes on from what a power cut has left of another life, which is the last of `stages`.
  init(after image: CrashImage, stages: [Stage], seed: UInt64, dropping dropped: Set<SyncPoint> = []) throws {
    scratch = try ScratchDirectory()
    disk = try RecordedDisk(root: scratch.path, base: image, dropping: dropped)
    keys = TestRandom(seed: seed)
    random = RandomChanges(seed: seed, after: stages.last?.model.contents.lastTime)
    boots = Int(seed) * 1000
    self.stages = stages
    try open()
  }

  deinit {
    writer = nil
    disk.finish()
  }

  /// Lets `count` random things happen.
  func run(steps count: Int) throws {
    for _ in 0..<count {
      switch random.number(0...19) {
      case 0...6: try commit(.full)
      case 7...12: try commit(.normal)
      case 13...14: try tick()
      case 15:
        try checkpoint()
        // The log begins again at its front.
        if random.flip() { try commit(.normal) }
      case 16: try checkpointBesideAReader()
      case 17:
        try close()
        boots += random.number(0...1)
        try open()
      case 18:
        try closeBesideAReader()
        boots += random.number(0...1)
        try open()
      default:
        // Killed: what it has written is still there, synced or not.
        writer = nil
        boots += random.number(0...1)
        try open()
      }
    }
  }

  // MARK: -

  private var bootID: String { "boot-\(boots)" }

  private func note(durable: Int, latest: Int) {
    bounds.append(Bounds(durable: durable, latest: latest))
    disk.mark(bounds.count - 1)
  }

  /// Notes that the next commit is on its way, and that it is there.
  private func reach(_ stage: () throws -> Stage, isDurable: Bool) throws {
    let durable = bounds.last?.durable ?? stages.count - 1
    note(durable: durable, latest: stages.count)
    stages.append(try stage())
    note(durable: isDurable ? stages.count - 1 : durable, latest: stages.count - 1)
  }

  private func commit(_ durability: Durability) throws {
    guard let writer, var stage = stages.last else { return }
    let batch = random.batch(on: stage.model)
    try reach(
      {
        disk.enter(durability == .full ? "commit" : "normal-commit")
        try writer.commit(batch, durability: durability)
        stage.model.apply(batch)
        return stage
      }, isDurable: durability == .full)
  }

  private func tick() throws {
    guard let writer else { return }
    disk.enter("tick")
    _ = try writer.tick()
    note(durable: stages.count - 1, latest: stages.count - 1)
  }

  private func checkpoint() throws {
    disk.enter("checkpoint")
    try writer?.checkpoint()
  }

  private func checkpointBesideAReader() throws {
    let reader = try Connection(path: "\(disk.root)/events.db", mode: .readOnly, vfs: RecordedDatabases.vfs)
    try reader.read { transaction in
      _ = try transaction.first("SELECT max(sequence) FROM event_rows") { $0[0] as Int64? }
      try commit(.normal)
      try checkpoint()
    }
    reader.close()
  }

  private func close() throws {
    guard let writer, var stage = stages.last else { return }
    try reach(
      {
        disk.enter("close")
        try writer.close()
        stage.isOpen = false
        return stage
      }, isDurable: true)
    self.writer = nil
  }

  /// Somebody who reads keeps the log from being emptied: only the commit of the close is synced.
  private func closeBesideAReader() throws {
    let reader = try Connection(path: "\(disk.root)/events.db", mode: .readOnly, vfs: RecordedDatabases.vfs)
    try reader.read { transaction in
      _ = try transaction.first("SELECT max(sequence) FROM event_rows") { $0[0] as Int64? }
      try commit(.normal)
      try close()
    }
    reader.close()
  }

  private func open() throws {
    guard var stage = stages.last else { return }
    try reach(
      {
        disk.enter("open")
        let writer = try JournalWriter.open(
          directory: disk.root, clock: clock, bootID: bootID, random: keys, layer: RecordedFiles(disk),
          vfs: RecordedDatabases.vfs)
        self.writer = writer
        stage.model.contents.journalEpochs = writer.journalEpochs
        stage.bootID = bootID
        stage.isOpen = true
        return stage
      }, isDurable: true)
  }
}
