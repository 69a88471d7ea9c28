import CSystem
import Platform
import Synchronization
import Testing

@Suite struct FileTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func errorsNameCallFileAndReason() throws {
    let error = #expect(throws: SystemError.self) { _ = try FileDescriptor.open("/nowhere/at/all", O_RDONLY) }
    #expect(error?.description == "open /nowhere/at/all: No such file or directory")
  }

  @Test func descriptorIsClosedWithItsOwner() throws {
    let number: Int32
    let inode = try FileStatus.of(directory.file("a")).identity.inode
    var status = cs_status()
    do {
      let file = try FileDescriptor.open(directory("a"), O_RDONLY)
      number = file.rawValue
      #expect(cs_fstat(number, &status) == 0 && status.inode == inode)
    }
    // Another test may have taken the number meanwhile, but not for this file.
    #expect(cs_fstat(number, &status) < 0 || status.inode != inode)
  }

  @Test func atomicWriteReplacesWholeFiles() throws {
    try AtomicFile.write(Array("one".utf8), to: directory("f"))
    #expect(try text(directory("f")) == "one")
    try AtomicFile.write(Array("two".utf8), to: directory("f"), mode: 0o640)
    #expect(try text(directory("f")) == "two")
    #expect(try FileStatus.of(directory("f")).permissions == 0o640)
    #expect(try Directory.names(directory.path) == ["f"])
  }

  @Test func atomicWriteReplacesWhatAnInterruptedOneLeft() throws {
    try directory.file("f.tmp", "half")
    try AtomicFile.write(Array("whole".utf8), to: directory("f"))
    #expect(try Directory.names(directory.path) == ["f"])
  }

  @Test func failedAtomicWriteLeavesTheOldContent() throws {
    try directory.file("f", "old")
    for failing in ["write", "fsync", "rename"] {
      #expect(throws: SystemError.self) {
        try AtomicFile.write([1], to: directory("f"), layer: FailingFiles(failing: failing))
      }
      #expect(try text(directory("f")) == "old")
      #expect(try Directory.names(directory.path) == ["f"])
    }
  }

  @Test func atomicWriteSyncsFileBeforeRenameAndDirectoryAfter() throws {
    let layer = RecordingFiles()
    try AtomicFile.write([1], to: directory("f"), name: SyncName("n"), layer: layer)
    #expect(layer.calls == ["remove f.tmp", "create f.tmp", "write f.tmp", "sync n", "rename f.tmp f", "directory n"])
  }

  @Test func removesTreesAndNotWhatTheyLinkTo() throws {
    let other = try TemporaryDirectory()
    try other.file("kept")
    try Directory.make(directory("t"))
    try Directory.make(directory("t/deep"))
    try directory.file("t/deep/file")
    directory.link("t/out", to: other.path)
    try Directory.removeTree(directory("t"))
    #expect(try Directory.names(directory.path).isEmpty)
    #expect(try Directory.names(other.path) == ["kept"])
    try Directory.removeTree(directory("t"))
  }

  @Test func listsLargeDirectories() throws {
    let names = (1000..<1500).map { "f\($0)" }
    for name in names { try directory.file(name) }
    #expect(try Directory.names(directory.path) == names)
  }

  @Test func descriptionLockIsSeenFromAnotherDescriptionAndGoesWithTheLast() throws {
    let path = directory("lock")
    #expect(try !DescriptionLock.isHeld(path))
    let holder = try DescriptionLock.open(path)
    let second = try holder.duplicate()
    #expect(try DescriptionLock.isHeld(path))
    let error = #expect(throws: SystemError.self) { _ = try DescriptionLock.open(path) }
    #expect(error?.wouldBlock == true)
    try holder.close()
    #expect(try DescriptionLock.isHeld(path))
    try second.close()
    #expect(try !DescriptionLock.isHeld(path))
  }

  @Test(arguments: [(ENOSPC, true), (EDQUOT, true), (EIO, false)])
  func aMessageEndsWithTheWordsForAFullDevice(errno: Int32, isFull: Bool) {
    let error = SystemError(operation: "write", path: "spool", errno: errno)
    #expect(error.isFull == isFull)
    #expect(SystemError.isFull(message: "agh-shim: \(error)") == isFull)
  }

  @Test func aSocketTakesWhatThereIsRoomForAndTellsThatTheOtherSideIsGone() throws {
    let path = directory("socket")
    let listener = FileDescriptor(owning: cs_unix_listen(path, 1))
    let socket = try UnixSocket.connect(path)
    let peer = FileDescriptor(owning: cs_accept(listener.rawValue))
    let bytes = [UInt8](repeating: 7, count: 1 << 16)
    var sent = 0
    var failure: SystemError?
    while failure == nil {
      do throws(SystemError) {
        sent += try bytes.span.bytes.withUnsafeBytes { all throws(SystemError) in
          try UnixSocket.send(all, to: socket)
        }
      } catch {
        failure = error
      }
    }
    #expect(sent > 0)
    #expect(failure?.wouldBlock == true)
    try peer.close()
    failure = nil
    do throws(SystemError) {
      _ = try bytes.span.bytes.withUnsafeBytes { all throws(SystemError) in try UnixSocket.send(all, to: socket) }
    } catch {
      failure = error
    }
    #expect(failure?.isBrokenPipe == true)
  }
}

/// Fails one call and passes the others on.
struct FailingFiles: FileLayer {
  let failing: String
  let system = SystemFiles()

  private func attempt(_ call: String) throws(SystemError) {
    if call == failing { throw SystemError(operation: call, errno: EIO) }
  }

  func create(_ path: String, mode: UInt32) throws(SystemError) -> FileDescriptor {
    try system.create(path, mode: mode)
  }
  func write(_ bytes: [UInt8], to file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
    try attempt("write")
    try system.write(bytes, to: file, path)
  }
  func sync(_ file: borrowing FileDescriptor, _ path: String, _ name: SyncName) throws(SystemError) {
    try attempt("fsync")
  }
  func syncDirectory(_ path: String, _ name: SyncName) throws(SystemError) {}
  func rename(_ from: String, to: String) throws(SystemError) {
    try attempt("rename")
    try system.rename(from, to: to)
  }
  func remove(_ path: String) throws(SystemError) { try system.remove(path) }
  func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {}
}

/// Writes down the order of calls.
final class RecordingFiles: FileLayer {
  private let recorded = Mutex<[String]>([])
  private let system = SystemFiles()

  var calls: [String] { recorded.withLock { $0 } }

  private func record(_ call: String, _ paths: String...) {
    let names = paths.map { String($0.split(separator: "/").last ?? "") }
    recorded.withLock { $0.append(([call] + names).joined(separator: " ")) }
  }

  func create(_ path: String, mode: UInt32) throws(SystemError) -> FileDescriptor {
    record("create", path)
    return try system.create(path, mode: mode)
  }
  func write(_ bytes: [UInt8], to file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
    record("write", path)
    try system.write(bytes, to: file, path)
  }
  func sync(_ file: borrowing FileDescriptor, _ path: String, _ name: SyncName) throws(SystemError) {
    record("sync \(name)")
  }
  func syncDirectory(_ path: String, _ name: SyncName) throws(SystemError) { record("directory \(name)") }
  func rename(_ from: String, to: String) throws(SystemError) {
    record("rename", from, to)
    try system.rename(from, to: to)
  }
  func remove(_ path: String) throws(SystemError) {
    record("remove", path)
    try system.remove(path)
  }
  func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {}
}
