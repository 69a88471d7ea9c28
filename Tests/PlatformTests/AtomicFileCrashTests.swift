import CrashLayer
import Platform
import Testing

/// Power cuts at every step of writes of whole files: each file has its old content or its new one, and the new one once
/// the write has returned.
@Suite struct AtomicFileCrashTests {
  private static let name = SyncName("a-file")
  static let needed = [SyncPoint("a-file", .file), SyncPoint("a-file", .directory)]

  @Test func aFileIsOldOrNew() throws {
    print("atomic file crash seed \(CrashBudget.seed)")
    let found = try problem(seed: CrashBudget.seed, images: CrashBudget.images / 2)
    #expect(found == nil)
  }

  /// Each sync in turn does nothing: the same test must notice.
  @Test(arguments: needed)
  func everySyncIsNeeded(dropped: SyncPoint) throws {
    let found = try problem(seed: 1, images: 600, dropping: [dropped])
    print("without \(dropped): \(found ?? "no problem")")
    #expect(found != nil)
  }

  /// What a power cut breaks; nil when nothing.
  private func problem(seed: UInt64, images: Int, dropping dropped: Set<SyncPoint> = []) throws -> String? {
    let scratch = try ScratchDirectory()
    let disk = try RecordedDisk(root: scratch.path, dropping: dropped)
    defer { disk.finish() }
    var generator = CrashGenerator(seed: seed)
    var contents: [[String: [UInt8]]] = [[:]]
    disk.mark(0)
    for number in 1...20 {
      let name = ["one", "two"].randomElement(using: &generator) ?? "one"
      let length = Int.random(in: 0...3000, using: &generator)
      let bytes = (0..<length).map { _ in UInt8.random(in: 1...255, using: &generator) }
      contents.append(contents[number - 1].merging([name: bytes]) { $1 })
      try AtomicFile.write(bytes, to: "\(disk.root)/\(name)", name: Self.name, layer: RecordedFiles(disk))
      disk.mark(number)
    }
    for moment in disk.recording.moments(images: images, seed: seed) {
      let done = moment.mark ?? 0
      let allowed = [contents[done], contents[min(done + 1, contents.count - 1)]]
      let files = moment.image.files.filter { !$0.key.hasSuffix(".tmp") }
      guard allowed.contains(files) else { return "\(moment): neither old nor new after write \(done)" }
      if let problem = try writeAgain(moment.image) { return "\(moment): \(problem)" }
    }
    return nil
  }

  /// What an interrupted write has left does not stop the next one.
  private func writeAgain(_ image: CrashImage) throws -> String? {
    let scratch = try ScratchDirectory()
    try image.write(to: scratch.path)
    for name in ["one", "two"] { try AtomicFile.write([1], to: "\(scratch.path)/\(name)") }
    let names = try Directory.names(scratch.path)
    return names == ["one", "two"] ? nil : "the next writes leave \(names)"
  }
}
