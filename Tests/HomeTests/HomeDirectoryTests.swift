import Diagnostics
import Glibc
import Home
import Platform
import Testing

@Suite struct HomeDirectoryTests {
  private let directory: TemporaryDirectory
  private var home: HomeDirectory { directory.home }

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: [
    (["AGH_HOME": "/var/lib/agh"], "/var/lib/agh"), (["AGH_HOME": " /a//b/./c/../d/ \n"], "/a/b/d"),
    (["AGH_HOME": "~/x", "HOME": "/home/me"], "/home/me/x"), (["AGH_HOME": "~", "HOME": "/home/me"], "/home/me"),
    (["AGH_HOME": "rel/x"], "/work/rel/x"), (["AGH_HOME": "  ", "HOME": "/home/me"], "/home/me/.agh"),
    (["HOME": "/home/me"], "/home/me/.agh"),
  ])
  func isFoundThroughTheEnvironment(environment: [String: String], path: String) throws {
    #expect(try HomeDirectory.resolve(environment: environment, workingDirectory: "/work").path == path)
  }

  @Test func withoutAnEnvironmentTheUserListKnowsTheHome() throws {
    // Every machine that runs tests has an entry for the user who runs them, or the error says what is missing.
    do {
      #expect(try HomeDirectory.resolve(environment: [:], workingDirectory: "/").path.hasSuffix("/.agh"))
    } catch {
      #expect(error.code == .homeUnresolved)
    }
  }

  @Test func theLayoutIsTheContracts() throws {
    let home = HomeDirectory(path: "/h")
    let session = try #require(SessionID("sess-0123456789abcdef"))
    #expect(home.configuration == "/h/config.toml")
    #expect(home.socket == "/h/daemon.sock")
    #expect(home.session(session).journal == "/h/sessions/sess-0123456789abcdef/events.db")
    #expect(home.session(session).meta == "/h/sessions/sess-0123456789abcdef/meta.json")
    #expect(home.run(of: session, Epoch(3)).socket == "/h/run/sess-0123456789abcdef/3/sock")
    #expect(home.log == "/h/logs/agh.log")
  }

  @Test(arguments: [0, 0o077, 0o777] as [UInt32])
  func aNewHomeIsPrivateWhateverTheMask(mask: UInt32) async throws {
    let home = home
    try await withFileModeMask(mask) { try home.prepare() }
    let found = try Directory.names(home.path)
    #expect(found == ["agents", "logs", "memory", "restarts", "run", "sessions", "skills"])
    for path in found.map({ "\(home.path)/\($0)" }) + [home.path] { #expect(try mode(path) == 0o700, "\(path)") }
  }

  @Test func directoriesAboveAHomeAreMadeAsWell() throws {
    let deep = HomeDirectory(path: "\(directory.path)/deep/er/home")
    try deep.prepare()
    #expect(try mode(deep.path) == 0o700)
  }

  @Test(arguments: [0o750, 0o755, 0o710, 0o500 | 0o200] as [UInt32])
  func anExistingHomeKeepsItsModeWhenOnlyItsOwnerCanWrite(existing: UInt32) throws {
    try Directory.make(home.path)
    chmod(home.path, existing)
    try home.prepare()
    #expect(try mode(home.path) == existing)
  }

  @Test func directoriesBelowAreMadePrivate() throws {
    try home.prepare()
    chmod(home.sessions, 0o777)
    try home.prepare()
    #expect(try mode(home.sessions) == 0o700)
  }

  @Test(arguments: [0o770, 0o707, 0o722, 0o777, 0o720] as [UInt32])
  func aHomeThatOthersCanWriteToIsRefused(existing: UInt32) throws {
    try Directory.make(home.path)
    chmod(home.path, existing)
    let error = #expect(throws: AghError.self) { try home.prepare() }
    #expect(error?.code == .homeWritableByOthers)
    #expect(error?.next == "chmod go-w '\(home.path)'")
    #expect(try Directory.names(home.path).isEmpty, "nothing is made in it")
  }

  @Test func aHomeOfSomebodyElseIsRefused() throws {
    // As root, a home of another user; otherwise the root directory's owner has a directory to offer.
    let foreign: HomeDirectory
    if geteuid() == 0 {
      try Directory.make(home.path)
      #expect(chown(home.path, 12_345, 12_345) == 0)
      foreign = home
    } else {
      foreign = HomeDirectory(path: "/usr")
    }
    let error = #expect(throws: AghError.self) { try foreign.prepare() }
    #expect(error?.code == .homeNotOurs)
  }

  @Test func aReadOnlyHomeIsRefusedBeforeAnythingIsMade() async throws {
    let home = home
    try Directory.make(home.path)
    chmod(home.path, 0o555)
    let error = await #expect(throws: AghError.self) {
      try await withoutPrivileges { try home.prepare() }
    }
    #expect(error?.code == .homeReadOnly)
    #expect(error?.message.contains(home.path) == true)
    #expect(try Directory.names(home.path).isEmpty)
  }

  @Test(arguments: [(ENOSPC, ErrorCode.homeFull), (EDQUOT, .homeFull), (EROFS, .homeReadOnly), (EIO, .homeUnusable)])
  func whatTheFileSystemAnswersIsTold(errno: Int32, code: ErrorCode) throws {
    for operation in [FailingFiles.Operation.create, .write, .sync] {
      let layer = FailingFiles(operation, errno)
      let error = #expect(throws: AghError.self) { try home.prepare(layer: layer) }
      #expect(error?.code == code)
      #expect(try Directory.names(home.path).isEmpty, "nothing is left in it")
    }
  }

  @Test func aFileIsNoHome() throws {
    try write("", to: home.path)
    let error = #expect(throws: AghError.self) { try home.prepare() }
    #expect(error?.code == .homeUnusable)
  }
}
