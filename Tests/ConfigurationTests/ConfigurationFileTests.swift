import Configuration
import Diagnostics
import Glibc
import Home
import Platform
import Testing

@Suite struct ConfigurationFileTests {
  private let directory: TemporaryDirectory
  private var home: HomeDirectory { HomeDirectory(path: directory.path) }

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func withoutAFileThereAreDefaults() throws {
    let configuration = try Configuration.load(home, userHome: nil)
    #expect(configuration.daemon.socket == "\(home.path)/daemon.sock")
    #expect(try Directory.names(home.path).isEmpty)
  }

  @Test func aFirstStartWritesAFileThatIsReadAsDefaults() throws {
    #expect(try DefaultFile.writeIfMissing(home, userHome: nil))
    #expect(try FileStatus.of(home.configuration).permissions == 0o600)
    let configuration = try Configuration.load(home, userHome: nil)
    #expect(configuration.http.port == 2123)
    #expect(try !DefaultFile.writeIfMissing(home, userHome: nil))
  }

  @Test func aFileThatIsThereStays() throws {
    try directory.write("[http]\nport = 4000\n", to: home.configuration)
    #expect(try !DefaultFile.writeIfMissing(home, userHome: nil))
    #expect(try Configuration.load(home, userHome: nil).http.port == 4000)
  }

  @Test func aDanglingLinkStays() throws {
    #expect(symlink("\(home.path)/elsewhere", home.configuration) == 0)
    #expect(try !DefaultFile.writeIfMissing(home, userHome: nil))
    #expect(try Configuration.load(home, userHome: nil).http.port == 2123)
  }

  @Test func aFileThatCannotBeReadIsAnError() throws {
    try Directory.make(home.configuration)
    let error = #expect(throws: ConfigurationError.self) { try Configuration.load(home, userHome: nil) }
    #expect(error?.problems.map(\.kind) == [.unreadable])
    #expect(error.map { AghError($0).code } == .configUnreadable)
  }

  @Test(arguments: [
    ("[http]\nport = 0\n", ErrorCode.configInvalid), ("[http\n", .configInvalid),
    ("[network]\nport = 4222\n", .notSupportedYet), ("[network]\nport = 4222\n[http]\nport = 0\n", .configInvalid),
  ])
  func theErrorOfACommandSaysWhatToCorrect(text: String, code: ErrorCode) throws {
    try directory.write(text, to: home.configuration)
    let error = #expect(throws: ConfigurationError.self) { try Configuration.load(home, userHome: nil) }
    let failure = try #require(error.map { AghError($0) })
    #expect(failure.code == code)
    #expect(failure.message.hasPrefix("\(home.configuration):"))
    #expect(failure.next == "correct \(home.configuration)")
    #expect(failure.exitStatus == .failure)
  }
}

/// A directory of its own for one test, removed with it.
final class TemporaryDirectory: Sendable {
  let path = "/tmp/agh-configuration-" + Hex.encode(SystemRandom().bytes(8))

  init() throws {
    try Directory.make(path)
  }

  deinit { try? Directory.removeTree(path) }

  func write(_ text: String, to path: String) throws {
    try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC).write(Array(text.utf8))
  }
}
