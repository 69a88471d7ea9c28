internal import CCrashLayer
internal import SQLite
internal import Synchronization

/// The file layer of SQLite over every ``RecordedDisk`` of the process. Files that lie on none of them are passed
/// through, without syncs.
public enum RecordedDatabases {
  /// The name to open databases with. The first use registers the layer.
  public static var vfs: String {
    precondition(isRegistered, "SQLite refused the file layer")
    return layerName
  }

  private struct OpenFile: Sendable {
    let disk: RecordedDisk
    let number: Int
    let name: String
  }

  private struct State {
    var disks: [String: RecordedDisk] = [:]
    var files: [Int64: OpenFile] = [:]
    var tokens: Int64 = 0
  }

  private static let layerName = "recorded"
  private static let state = Mutex(State())

  static func add(_ disk: RecordedDisk) {
    state.withLock { $0.disks[disk.root] = disk }
  }

  static func remove(_ disk: RecordedDisk) {
    state.withLock { _ = $0.disks.removeValue(forKey: disk.root) }
  }

  private static let isRegistered: Bool = {
    // Once the library is initialized it can no longer be configured, and looking for a layer initializes it.
    guard !Library.version.isEmpty else { return false }
    var observer = ccl_observer(
      opened: { path, _ in RecordedDatabases.opened(String(cString: path)) },
      closed: { token in RecordedDatabases.state.withLock { $0.files[token] = nil } },
      written: { token, bytes, count, offset in
        let bytes = [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        RecordedDatabases.file(token) { $0.disk.write($0.number, offset: Int(offset), bytes) }
      },
      truncated: { token, length in
        RecordedDatabases.file(token) { $0.disk.truncate($0.number, length: Int(length)) }
      },
      synced: { token, kind, withDirectory in
        RecordedDatabases.file(token) {
          $0.disk.syncDatabase(
            $0.number, isLog: kind == Int32(CCL_LOG.rawValue), isJournal: kind == Int32(CCL_JOURNAL.rawValue),
            withDirectoryOf: withDirectory == 0 ? nil : $0.name)
        }
      },
      checkpointing: { token, begins in RecordedDatabases.file(token) { $0.disk.setCheckpointing(begins != 0) } },
      removed: { path, withDirectory in RecordedDatabases.removed(String(cString: path)) })
    // The library keeps the pointer to the name for as long as the process lives.
    let name = layerName.utf8CString
    let kept = UnsafeMutablePointer<CChar>.allocate(capacity: name.count)
    for (index, character) in name.enumerated() { kept[index] = character }
    return ccl_register(kept, &observer) == 0
  }()

  private static func opened(_ path: String) -> Int64 {
    guard let (disk, name) = place(of: path) else { return 0 }
    let number = disk.file(name)
    return state.withLock { state in
      state.tokens += 1
      state.files[state.tokens] = OpenFile(disk: disk, number: number, name: name)
      return state.tokens
    }
  }

  private static func removed(_ path: String) {
    guard let (disk, name) = place(of: path) else { return }
    disk.remove(name)
  }

  private static func file(_ token: Int64, _ body: (OpenFile) -> Void) {
    if let file = state.withLock({ $0.files[token] }) { body(file) }
  }

  private static func place(of path: String) -> (RecordedDisk, String)? {
    for disk in state.withLock({ Array($0.disks.values) }) {
      if let name = disk.name(of: path) { return (disk, name) }
    }
    return nil
  }
}
