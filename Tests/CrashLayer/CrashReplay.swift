/// A recording, replayed step by step. At each step it can tell what a power cut would leave.
public struct CrashReplay: Sendable {
  /// How much of what was not synced reaches the disk.
  public enum Mode: CaseIterable, Sendable {
    /// Nothing of it.
    case nothing
    /// All of it.
    case everything
    /// What was done before some moment.
    case inOrder
    /// What was done after some moment.
    case backwards
    /// Each file and each name wholly or not at all.
    case byFile
    /// Each sector in one of the states that it had, each name or not.
    case bySector
    /// Each sector as it was synced or as it is now, each name or not.
    case torn
  }

  static let sector = 512

  private let operations: [DiskOperation]
  private var files: [Int: RecordedFile] = [:]
  private var directory = RecordedNames()
  /// The number of operations that have happened.
  public private(set) var position = 0

  init(_ operations: [DiskOperation], base: CrashImage) {
    self.operations = operations
    for name in base.directories { directory.synced[name] = .some(nil) }
    for (number, name) in base.files.keys.sorted().enumerated() {
      files[number] = RecordedFile(synced: base.files[name] ?? [])
      directory.synced[name] = number
    }
  }

  /// The number of operations in the recording.
  public var count: Int { operations.count }

  var markCount: Int {
    operations.count { operation in
      if case .mark = operation { true } else { false }
    }
  }

  /// Goes one step on.
  ///
  /// - Returns: the mark at that step, when it is one; the outer nil at the end.
  public mutating func advance() -> Int?? {
    guard position < operations.count else { return nil }
    let operation = operations[position]
    defer { position += 1 }
    switch operation {
    case .mark(let number): return .some(number)
    case .bind(let name, let file):
      files[file] = RecordedFile(synced: [])
      directory.change(position, parent: name, .set(name, file))
    case .makeDirectory(let name): directory.change(position, parent: name, .set(name, nil))
    case .unbind(let name): directory.change(position, parent: name, .remove(name))
    case .rename(let name, let other, let file):
      directory.change(position, parent: other, .move(name, to: other, file))
    case .write(let file, let offset, let bytes):
      files[file]?.pending.append(.init(position: position, kind: .write(offset: offset, bytes)))
    case .truncate(let file, let length):
      files[file]?.pending.append(.init(position: position, kind: .truncate(length)))
    case .sync(let file): files[file]?.sync()
    case .syncDirectory(let name): directory.sync(name)
    }
    return .some(nil)
  }

  /// What a power cut at this moment may leave.
  public func image(_ mode: Mode, salt: UInt64) -> CrashImage {
    let choice = CrashChoice(mode: mode, salt: salt, position: position)
    var image = CrashImage()
    let names = directory.names(choice)
    for (name, node) in names.sorted(by: { $0.key < $1.key }) {
      let parent = RecordedDisk.parent(of: name)
      guard parent.isEmpty || image.directories.contains(parent) else { continue }
      if let node {
        image.files[name] = files[node]?.content(choice, number: node) ?? []
      } else {
        image.directories.insert(name)
      }
    }
    return image
  }
}
