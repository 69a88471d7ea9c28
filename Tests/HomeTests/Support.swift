import CSystem
import Glibc
import Home
import Platform

/// A directory of its own for one test, removed with it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/agh-home-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(operation: "mkdtemp", errno: errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    // Tests step in here as another user.
    chmod(path, 0o755)
  }

  deinit { try? Directory.removeTree(path) }

  /// A home in it that does not exist yet.
  var home: HomeDirectory { HomeDirectory(path: "\(path)/home") }
}

func mode(_ path: String) throws -> UInt32 { try FileStatus.of(path).permissions }

func text(_ path: String) throws -> String {
  String(decoding: try FileDescriptor.open(path, O_RDONLY).readToEnd(), as: UTF8.self)
}

func write(_ text: String, to path: String) throws {
  try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC).write(Array(text.utf8))
}

/// Runs `body` with the rights of a user who owns nothing: when the tests run as root, on a thread of its own whose
/// file accesses are judged as that user's.
func withoutPrivileges<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  guard geteuid() == 0 else { return try body() }
  return try await onOwnThread {
    typealias SetUser = @convention(c) (UInt32) -> Int32
    let setUser = unsafeBitCast(dlsym(nil, "setfsuid"), to: SetUser.self)
    _ = setUser(65534)
    return try body()
  }
}

/// Runs `body` under a file mode mask, on a thread whose mask is not the process's.
func withFileModeMask<T: Sendable>(_ mask: UInt32, _ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await onOwnThread {
    typealias Unshare = @convention(c) (Int32) -> Int32
    let unshare = unsafeBitCast(dlsym(nil, "unshare"), to: Unshare.self)
    let cloneFS: Int32 = 0x200
    guard unshare(cloneFS) == 0 else { throw SystemError(operation: "unshare", errno: errno) }
    _ = umask(mask)
    return try body()
  }
}

private func onOwnThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try OwnThread(name: "test") { continuation.resume(with: Result(catching: body)) }.detach()
    } catch {
      continuation.resume(throwing: error)
    }
  }
}

/// A program started for a test, killed with it.
final class ChildProcess: Sendable {
  let pid: Int32

  init(_ arguments: [String]) throws {
    var argv = arguments.map { strdup($0) } + [nil]
    defer { for pointer in argv { free(pointer) } }
    let environment: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=/usr/bin:/bin"), nil]
    defer { free(environment[0]) }
    pid = cs_spawn_session(arguments[0], &argv, environment, [-1, -1, -1], 3)
    guard pid > 0 else { throw SystemError(operation: "spawn", path: arguments[0], errno: -pid) }
  }

  /// Ends it at once and waits until the kernel has taken back what it held.
  func kill() {
    var status = cs_exit()
    _ = cs_kill(pid, SIGKILL)
    _ = cs_wait(pid, 1, &status)
  }

  deinit { kill() }
}

/// Waits for something that another process does; fails the caller after 30 s.
func eventually(_ condition: () throws -> Bool) throws {
  let deadline = SystemClock().boot() + .seconds(30)
  while try !condition() {
    guard SystemClock().boot() < deadline else { throw SystemError(operation: "wait", errno: ETIMEDOUT) }
    Pause.block(.milliseconds(5))
  }
}

/// A file layer on which one operation fails.
struct FailingFiles: FileLayer {
  enum Operation: CaseIterable, Sendable { case create, write, sync, syncDirectory, rename, makeDirectory }

  let operation: Operation
  let errno: Int32
  private let files = SystemFiles()

  init(_ operation: Operation, _ errno: Int32) {
    self.operation = operation
    self.errno = errno
  }

  private func fail(_ here: Operation, _ path: String) throws(SystemError) {
    if here == operation { throw SystemError(operation: "\(here)", path: path, errno: errno) }
  }

  func create(_ path: String, mode: UInt32) throws(SystemError) -> FileDescriptor {
    try fail(.create, path)
    return try files.create(path, mode: mode)
  }

  func write(_ bytes: [UInt8], to file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
    try fail(.write, path)
    try files.write(bytes, to: file, path)
  }

  func sync(_ file: borrowing FileDescriptor, _ path: String, _ name: SyncName) throws(SystemError) {
    try fail(.sync, path)
    try files.sync(file, path, name)
  }

  func syncDirectory(_ path: String, _ name: SyncName) throws(SystemError) {
    try fail(.syncDirectory, path)
    try files.syncDirectory(path, name)
  }

  func rename(_ from: String, to: String) throws(SystemError) {
    try fail(.rename, from)
    try files.rename(from, to: to)
  }

  func remove(_ path: String) throws(SystemError) { try files.remove(path) }

  func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {
    try fail(.makeDirectory, path)
    try files.makeDirectory(path, mode: mode)
  }
}
