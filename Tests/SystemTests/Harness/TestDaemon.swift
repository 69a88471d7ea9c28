import Glibc
import Home
import JSON
import Platform
import Testing

/// A daemon of a test home that runs as a child of the tests, at most as long as the home is there.
final class TestDaemon {
  let home: TestHome
  let process: ChildProcess
  private let errorFile: String

  /// Starts the daemon, and waits until it answers.
  ///
  /// - Parameters:
  ///   - environment: variables besides those of the home, such as `AGH_FAULT`.
  ///   - setUp: a line for the shell that is run before in the same process, such as `ulimit -n 100`.
  convenience init(_ home: TestHome, environment: [String: String] = [:], after setUp: String? = nil) throws {
    try self.init(starting: home, environment: environment, after: setUp)
    try awaitReadiness()
  }

  /// Starts the daemon and does not wait.
  init(starting home: TestHome, environment: [String: String] = [:], after setUp: String? = nil) throws {
    self.home = home
    errorFile = home.root + "/daemon.err"
    let errors = try FileDescriptor.open(errorFile, O_WRONLY | O_CREAT | O_APPEND)
    process = try ChildProcess(
      Build.agh(["daemon", "start", "--foreground"], after: setUp),
      environment: home.environment.merging(environment) { $1 }, directory: home.root, output: errors.rawValue)
    home.keep(process)
  }

  var pid: Int32 { process.pid }

  /// Its requests.
  var api: API { API(socket: home.home.socket) }

  /// What daemons of the home wrote to standard error.
  var errors: String { (try? Files.text(errorFile)) ?? "" }

  /// Waits until it has written that it is ready, and answers.
  func awaitReadiness() throws {
    try eventually("a daemon that answers") {
      if let ending = process.poll() { throw TimedOut(description: "the daemon ended with \(ending): \(errors)") }
      return DaemonInfo.read(home.home)?.pid == pid
    }
    let status = try api.get("/api/status")
    try #require(status["daemon"]?["pid"]?.int == Int(pid), "another daemon answers: \(status.text)")
  }

  /// Kills it with SIGKILL.
  func kill() throws {
    if process.poll() == nil { process.signal(SIGKILL) }
    #expect(try process.wait() == .signal(SIGKILL))
  }

  /// Stops it gracefully.
  @discardableResult
  func stop(within limit: Duration = .seconds(60)) throws -> Ending {
    process.signal(SIGTERM)
    return try process.wait(within: limit)
  }
}
