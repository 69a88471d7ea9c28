internal import Platform
internal import Synchronization

/// A directory of which every write, sync, truncation and change of a name is recorded, so that it can be replayed up
/// to any moment as a power cut would leave it.
///
/// The program reaches it through ``RecordedFiles`` and through the file layer of SQLite in ``RecordedDatabases``. The
/// directory itself always holds what the program has written; nothing is ever really synced.
public final class RecordedDisk: Sendable {
  private struct State {
    var operations: [DiskOperation] = []
    var names: [String: Int] = [:]
    var files = 0
    var step = ""
    var isCheckpointing = false
    var dropped: Set<SyncPoint>
    var seen: Set<SyncPoint> = []
  }

  /// The directory, without links.
  public let root: String
  private let base: CrashImage
  private let state: Mutex<State>

  /// Begins to record a directory.
  ///
  /// - Parameters:
  ///   - root: an empty directory.
  ///   - base: what is in it from the beginning, and on disk.
  ///   - dropped: syncs that do nothing.
  public init(root: String, base: CrashImage = CrashImage(), dropping dropped: Set<SyncPoint> = []) throws {
    self.root = try RealPath.of(root)
    self.base = base
    var state = State(dropped: dropped)
    for name in base.files.keys.sorted() {
      state.names[name] = state.files
      state.files += 1
    }
    self.state = Mutex(state)
    try base.write(to: root)
    RecordedDatabases.add(self)
  }

  /// Stops recording what SQLite does.
  public func finish() {
    RecordedDatabases.remove(self)
  }

  /// What was recorded up to now, to be replayed.
  public var recording: CrashReplay {
    CrashReplay(state.withLock(\.operations), base: base)
  }

  /// Every sync that was asked for, the dropped ones included.
  public var syncs: Set<SyncPoint> { state.withLock(\.seen) }

  /// Names what the program does next.
  public func enter(_ step: String) {
    state.withLock { $0.step = step }
  }

  /// Takes note of a moment.
  public func mark(_ number: Int) {
    state.withLock { $0.operations.append(.mark(number)) }
  }

  // MARK: -

  /// The path below the root, or nil when it lies elsewhere.
  func name(of path: String) -> String? {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path == root ? "" : nil
  }

  /// The file of that name; a new one when there is none.
  func file(_ name: String) -> Int {
    state.withLock { state in
      if let file = state.names[name] { return file }
      let file = state.files
      state.files += 1
      state.names[name] = file
      state.operations.append(.bind(name, file))
      return file
    }
  }

  func write(_ file: Int, offset: Int, _ bytes: [UInt8]) {
    state.withLock { $0.operations.append(.write(file, offset: offset, bytes)) }
  }

  func truncate(_ file: Int, length: Int) {
    state.withLock { $0.operations.append(.truncate(file, length: length)) }
  }

  func remove(_ name: String) {
    state.withLock { state in
      guard state.names.removeValue(forKey: name) != nil else { return }
      state.operations.append(.unbind(name))
    }
  }

  func rename(_ name: String, to other: String) {
    state.withLock { state in
      guard let file = state.names.removeValue(forKey: name) else { return }
      state.names[other] = file
      state.operations.append(.rename(name, to: other, file))
    }
  }

  /// Renames a directory. What is in it is not followed.
  func renameDirectory(_ name: String, to other: String) {
    state.withLock { $0.operations.append(.rename(name, to: other, nil)) }
  }

  func makeDirectory(_ name: String) {
    state.withLock { $0.operations.append(.makeDirectory(name)) }
  }

  func setCheckpointing(_ isCheckpointing: Bool) {
    state.withLock { $0.isCheckpointing = isCheckpointing }
  }

  func syncDatabase(_ file: Int, isLog: Bool, isJournal: Bool, withDirectoryOf name: String?) {
    state.withLock { state in
      let kind: SyncPoint.Kind =
        switch (isLog, isJournal, state.isCheckpointing) {
        case (true, _, false): .log
        case (true, _, true): .checkpointLog
        case (_, true, _): .journal
        case (_, _, true): .checkpointDatabase
        default: .database
        }
      Self.sync(SyncPoint(state.step, kind), .sync(file), &state)
      if let name {
        Self.sync(SyncPoint(state.step, .logDirectory), .syncDirectory(Self.parent(of: name)), &state)
      }
    }
  }

  func syncFile(_ file: Int, _ name: SyncName) {
    state.withLock { Self.sync(SyncPoint(name.text, .file), .sync(file), &$0) }
  }

  func syncDirectory(_ directory: String, _ name: SyncName) {
    state.withLock { Self.sync(SyncPoint(name.text, .directory), .syncDirectory(directory), &$0) }
  }

  private static func sync(_ point: SyncPoint, _ operation: DiskOperation, _ state: inout State) {
    state.seen.insert(point)
    if !state.dropped.contains(point) { state.operations.append(operation) }
  }

  static func parent(of name: String) -> String {
    name.utf8.lastIndex(of: 47).map { String(name[..<$0]) } ?? ""
  }
}
