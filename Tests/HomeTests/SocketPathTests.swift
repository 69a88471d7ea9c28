import CSystem
import Diagnostics
import Glibc
import Home
import Platform
import Testing

@Suite struct SocketPathTests {
  private let directory: TemporaryDirectory
  private var home: HomeDirectory { directory.home }
  private var path: String { home.socket }

  init() throws {
    directory = try TemporaryDirectory()
    try directory.home.prepare()
  }

  private func code(_ path: String) -> ErrorCode? {
    do {
      try SocketPath.clear(path)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func aFreePlaceIsFine() throws {
    try SocketPath.clear(path)
    #expect(try FileStatus.ifPresent(path) == nil)
  }

  @Test func aSocketThatNobodyAnswersIsRemoved() throws {
    let listener = FileDescriptor(owning: cs_unix_listen(path, 1))
    try listener.close()
    #expect(try FileStatus.of(path).kind == .socket)
    try SocketPath.clear(path)
    #expect(try FileStatus.ifPresent(path) == nil)
  }

  @Test func aSocketThatSomebodyAnswersStays() throws {
    let listener = FileDescriptor(owning: cs_unix_listen(path, 1))
    #expect(code(path) == .socketPathOccupied)
    #expect(try FileStatus.of(path).kind == .socket)
    try listener.close()
  }

  @Test func aSocketWhoseQueueIsFullStays() throws {
    let listener = FileDescriptor(owning: cs_unix_listen(path, 0))
    var waiting: [Int32] = []
    defer { for descriptor in waiting { _ = cs_close(descriptor) } }
    while true {
      let descriptor = cs_unix_connect(path)
      guard descriptor >= 0 else { break }
      waiting.append(descriptor)
    }
    #expect(code(path) == .socketPathOccupied)
    #expect(try FileStatus.of(path).kind == .socket)
    try listener.close()
  }

  @Test func anythingElseStaysAndIsNamed() throws {
    try write("precious", to: path)
    let error = #expect(throws: AghError.self) { try SocketPath.clear(path) }
    #expect(error?.code == .socketPathOccupied)
    #expect(error?.message.contains(path) == true)
    #expect(try text(path) == "precious")
    try SystemFiles().remove(path)
    try Directory.make(path)
    #expect(code(path) == .socketPathOccupied)
    try Directory.removeTree(path)
    #expect(symlink("/nowhere", path) == 0)
    #expect(code(path) == .socketPathOccupied)
  }

  @Test func theLengthIsLimited() {
    let prefix = "\(home.path)/"
    let fits = prefix + String(repeating: "s", count: 103 - prefix.utf8.count)
    #expect(code(fits) == nil)
    #expect(code(fits + "s") == .socketPathTooLong)
    #expect(code(prefix + String(repeating: "é", count: 60)) == .socketPathTooLong)
  }

  @Test func theDirectoryMustBeOurs() throws {
    #expect(code("/tmp/agh-test.sock") == .socketDirectoryNotOurs)
    let shared = "\(directory.path)/shared"
    try Directory.make(shared)
    chmod(shared, 0o770)
    #expect(code("\(shared)/s") == .socketDirectoryNotOurs)
    if geteuid() == 0 {
      chmod(shared, 0o700)
      #expect(chown(shared, 12_345, 12_345) == 0)
      #expect(code("\(shared)/s") == .socketDirectoryNotOurs)
    }
    try write("", to: "\(directory.path)/file")
    #expect(code("\(directory.path)/file/s") == .socketDirectoryNotOurs)
  }

  @Test func aMissingDirectoryIsMadePrivate() throws {
    try SocketPath.clear("\(directory.path)/run/s")
    #expect(try mode("\(directory.path)/run") == 0o700)
    #expect(code("\(directory.path)/a/b/s") == .socketDirectoryNotOurs)
  }
}
