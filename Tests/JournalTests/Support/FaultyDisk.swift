import CSQLite
import Glibc
import SQLite
import Synchronization
import Testing

/// A file layer of SQLite that counts what is done to the write-ahead log and lets it fail when asked.
///
/// There is one for the whole process, so only one suite may use it.
enum FaultyDisk {
  static let name = "faulty-disk"

  private struct State {
    var syncs = 0
    var failsSync = false
    var isFull = false
  }

  private static let state = Mutex(State())

  static func reset() {
    #expect(isRegistered)
    state.withLock { $0 = State() }
  }

  static var syncs: Int { state.withLock { $0.syncs } }

  static var failsSync: Bool {
    get { state.withLock { $0.failsSync } }
    set { state.withLock { $0.failsSync = newValue } }
  }

  static var isFull: Bool {
    get { state.withLock { $0.isFull } }
    set { state.withLock { $0.isFull = newValue } }
  }

  private static let isRegistered: Bool = {
    // Once the library is initialized it can no longer be configured, and looking for a layer initializes it.
    guard !Library.version.isEmpty, let original = sqlite3_vfs_find(nil), let name = strdup(name) else { return false }
    base = original
    let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    layer.initialize(to: original.pointee)
    layer.pointee.zName = UnsafePointer(name)
    layer.pointee.xOpen = { _, path, file, flags, granted in
      guard let base = FaultyDisk.base, let open = base.pointee.xOpen, let file else { return SQLITE_CANTOPEN }
      let rc = open(base, path, file, flags, granted)
      if rc == SQLITE_OK, flags & SQLITE_OPEN_WAL != 0 { FaultyDisk.wrap(file) }
      return rc
    }
    return sqlite3_vfs_register(layer, 0) == SQLITE_OK
  }()

  // Set once, before the first file is opened through the layer.
  private nonisolated(unsafe) static var base: UnsafeMutablePointer<sqlite3_vfs>?
  private nonisolated(unsafe) static var methods: UnsafePointer<sqlite3_io_methods>?
  private nonisolated(unsafe) static var wrapped: UnsafePointer<sqlite3_io_methods>?

  /// The file stays that of the default layer; only its table of methods is another.
  private static func wrap(_ file: UnsafeMutablePointer<sqlite3_file>) {
    if wrapped == nil, let original = file.pointee.pMethods {
      let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      table.initialize(to: original.pointee)
      table.pointee.xSync = { file, flags in
        let fails = FaultyDisk.state.withLock { state in
          state.syncs += 1
          return state.failsSync
        }
        return fails ? SQLITE_IOERR | (4 << 8) : FaultyDisk.methods?.pointee.xSync?(file, flags) ?? SQLITE_IOERR
      }
      table.pointee.xWrite = { file, bytes, count, offset in
        if FaultyDisk.state.withLock({ $0.isFull }) { return SQLITE_FULL }
        return FaultyDisk.methods?.pointee.xWrite?(file, bytes, count, offset) ?? SQLITE_IOERR
      }
      methods = original
      wrapped = UnsafePointer(table)
    }
    file.pointee.pMethods = wrapped
  }
}
