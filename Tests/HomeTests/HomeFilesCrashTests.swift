import CrashLayer
import CSystem
import Home
import Diagnostics
import JSON
import Platform
import Testing

/// Power cuts while the small files of a home are written: each is as before or as after, and as after once the call has
/// returned.
@Suite struct HomeFilesCrashTests {
  enum File: String, CaseIterable, Sendable {
    case identity = "home.json"
    case daemon = "daemon.json"
    case meta = "meta.json"
  }

  static let needed = File.allCases.flatMap { file in
    [SyncPoint.Kind.file, .directory].map { (file, SyncPoint(file.rawValue, $0)) }
  }

  private static let session = SessionID(bytes: [0, 0, 0, 0, 0, 0, 0, 1])

  @Test(arguments: File.allCases)
  func aFileIsOldOrNew(_ file: File) throws {
    print("home file crash seed \(CrashBudget.seed)")
    let found = try problem(file, seed: CrashBudget.seed, images: CrashBudget.images / 8)
    #expect(found == nil)
  }

  /// Each sync in turn does nothing: the same test must notice.
  @Test(arguments: needed)
  func everySyncIsNeeded(of file: File, dropped: SyncPoint) throws {
    let found = try problem(file, seed: 1, images: 400, dropping: [dropped])
    #expect(found != nil)
  }

  /// What a power cut breaks; nil when nothing.
  private func problem(
    _ file: File, seed: UInt64, images: Int, dropping dropped: Set<SyncPoint> = []
  ) throws -> String? {
    let scratch = try ScratchDirectory()
    var base = CrashImage()
    base.directories = ["sessions", "sessions/\(Self.session)"]
    let disk = try RecordedDisk(root: scratch.path, base: base, dropping: dropped)
    defer { disk.finish() }
    let home = HomeDirectory(path: disk.root)
    var numbers = [0]
    disk.mark(0)
    for number in 1...12 {
      try write(file, number: number, in: home, RecordedFiles(disk))
      numbers.append(try found(file, in: home))
      disk.mark(number)
    }
    let left = try ScratchDirectory()
    for moment in disk.recording.moments(images: images, seed: seed) {
      guard let done = moment.mark else { continue }
      try moment.image.write(to: left.path)
      let home = HomeDirectory(path: left.path)
      let number = try found(file, in: home)
      guard numbers[done...min(done + 1, numbers.count - 1)].contains(number) else {
        return "\(moment): \(number) after write \(done)"
      }
      guard file == .identity else { continue }
      let next = try HomeIdentity.next(home, bootID: "boot-2", random: SeededRandom(seed: 9))
      guard next.generation == number + 1 else { return "\(moment): generation \(next.generation) follows \(number)" }
    }
    return nil
  }

  private func write(_ file: File, number: Int, in home: HomeDirectory, _ layer: RecordedFiles) throws {
    switch file {
    case .identity: _ = try HomeIdentity.next(home, bootID: "boot-1", random: SeededRandom(seed: 1), layer: layer)
    case .daemon:
      if number.isMultiple(of: 3) { return try DaemonInfo.remove(home, layer: layer) }
      let info = DaemonInfo(
        process: ProcessIdentity(bootID: "boot-1", pid: 1, startTicks: 1), port: number,
        startedAt: WallTime(nanoseconds: 0), host: "localhost", socket: String(repeating: "s", count: 90),
        homeID: String(repeating: "a", count: 300), generation: 1, version: "1", buildID: "b")
      try info.write(home, layer: layer)
    case .meta:
      let meta = SessionMeta(
        id: Self.session, agentName: String(repeating: "a", count: 300), workspaceID: "ws", state: "active",
        createdAt: WallTime(nanoseconds: 0), updatedAt: WallTime(nanoseconds: 0), appliedSequence: Int64(number))
      try meta.write(to: home.session(Self.session), redactor: Redactor(), layer: layer)
    }
  }

  /// The number that the file holds: 0 without a file, -1 when it cannot be read.
  private func found(_ file: File, in home: HomeDirectory) throws -> Int {
    let path =
      switch file {
      case .identity: home.identity
      case .daemon: home.daemonInfo
      case .meta: home.session(Self.session).meta
      }
    guard try FileStatus.ifPresent(path) != nil else { return 0 }
    let bytes = try FileDescriptor.open(path, O_RDONLY).readToEnd()
    guard let json = try? JSONParser.parse(bytes) else { return -1 }
    let key =
      switch file {
      case .identity: "generation"
      case .daemon: "port"
      case .meta: "applied_sequence"
      }
    return json[key]?.int ?? -1
  }
}
