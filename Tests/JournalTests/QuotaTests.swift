import CSQLite
import Glibc
import Home
import Platform
import Synchronization
import Testing

@testable import Journal

/// A quota that is used up is no failure of the disk: SQLite calls it one, the journal does not.
@Suite("A used-up quota", .serialized)
struct QuotaTests {
  @Test("A commit is refused as on a full disk, nothing of it is there, and it can be made when there is room again")
  func commit() throws {
    let scratch = try Scratch()
    let journal = try scratch.create()
    try journal.commit([scratch.event(1)], durability: .full)
    try Quota.usedUp(at: scratch.path) {
      for durability in [Durability.normal, .full] {
        #expect(throws: JournalError.full(path: scratch.path)) {
          try journal.commit([scratch.event(2)], durability: durability)
        }
      }
      #expect(journal.head == 1)
    }
    try journal.commit([scratch.event(2)], durability: .full)
    #expect(journal.head == 2 && journal.durableSequence == 2)
    try journal.close()
    let reader = try JournalReader(directory: scratch.directory)
    defer { reader.close() }
    #expect(try reader.events(EventQuery()).map(\.sequence) == [1, 2])
    #expect(try reader.verify().problem == nil)
  }

  @Test("A log that cannot be copied stays, and is copied when there is room again")
  func checkpoint() throws {
    let scratch = try Scratch()
    let journal = try scratch.create()
    for sequence in 1...50 { try journal.commit([scratch.event(Int64(sequence))], durability: .normal) }
    try Quota.usedUp(at: scratch.path) {
      #expect(throws: JournalError.full(path: scratch.path)) { try journal.checkpoint() }
    }
    #expect(try journal.checkpoint() == 0)
    try journal.close()
  }

  @Test("Any other failure of a write is final", arguments: [EIO, EFBIG])
  func otherErrors(errno: Int32) throws {
    let scratch = try Scratch()
    let journal = try scratch.create()
    try journal.commit([scratch.event(1)], durability: .full)
    try Quota.usedUp(at: scratch.path, errno: errno) {
      let error = #expect(throws: JournalError.self) { try journal.commit([scratch.event(2)], durability: .full) }
      guard case .failed? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
    #expect(throws: JournalError.self) { try journal.commit([scratch.event(2)], durability: .full) }
  }
}

/// A directory with a journal.
private final class Scratch {
  let directory: String
  var path: String { directory + "/events.db" }

  init() throws {
    var template = Array("/tmp/agh-quota-XXXXXX".utf8CString)
    directory = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit { try? Directory.removeTree(directory) }

  func create() throws -> JournalWriter {
    try JournalWriter.create(directory: directory, clock: SystemClock(), bootID: "boot", random: SystemRandom())
  }

  func event(_ sequence: Int64) -> JournalChange {
    .event(
      EventRow(
        sequence: sequence, turn: nil, type: .agentMessage, agent: "general", time: sequence,
        content: Array(#"{"text":"\#(String(repeating: "x", count: 2000))"}"#.utf8)))
  }
}

/// Lets the writes of SQLite into the files of one database fail, as the kernel does for a user whose quota is used up.
private enum Quota {
  private struct Limit {
    var path: String
    var errno: Int32
  }

  private static let limit = Mutex<Limit?>(nil)

  static func usedUp(at path: String, errno: Int32 = EDQUOT, _ body: () throws -> Void) throws {
    let layer = try #require(sqlite3_vfs_find(nil))
    let set = try #require(layer.pointee.xSetSystemCall)
    limit.withLock { $0 = Limit(path: path, errno: errno) }
    defer {
      limit.withLock { $0 = nil }
      for name in names { _ = set(layer, name, nil) }
    }
    let call = unsafeBitCast(write, to: sqlite3_syscall_ptr.self)
    for name in names { try #require(set(layer, name, call) == SQLITE_OK) }
    try body()
  }

  private static let names = ["pwrite", "pwrite64"]

  private typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, Int64) -> Int

  private static let write: Write = { file, bytes, count, offset in
    let failure = limit.withLock { limit in limit.flatMap { lies(file, at: $0.path) ? $0.errno : nil } }
    guard let failure else { return Glibc.pwrite(file, bytes, count, Int(offset)) }
    Glibc.errno = failure
    return -1
  }

  private static func lies(_ file: Int32, at path: String) -> Bool {
    var target = [UInt8](repeating: 0, count: 4096)
    let length = readlink("/proc/self/fd/\(file)", &target, target.count)
    return length > 0 && String(decoding: target.prefix(length), as: UTF8.self).hasPrefix(path)
  }
}
