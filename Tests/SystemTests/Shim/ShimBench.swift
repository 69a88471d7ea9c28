import AgentProcess
import CSystem
import Home
import Platform
import ShimProtocol
import Testing

/// A throwaway home in which a test runs shims; whatever is left of them is killed when the test lets go of it.
final class ShimBench: Sendable {
  let home: HomeDirectory
  let homeID = "home-" + Hex.encode(SystemRandom().bytes(8))
  let session = SessionID(bytes: SystemRandom().bytes(8))
  private let launcher: ShimLauncher

  /// Puts the home at `path`, or somewhere short.
  init(path: String? = nil) throws {
    home = HomeDirectory(path: path ?? "/tmp/agh-shim-" + Hex.encode(SystemRandom().bytes(6)))
    launcher = ShimLauncher(executable: Build.shim)
    try Directory.make(home.path)
    try Directory.make(home.run)
  }

  deinit {
    // Shims first, and to the end: one that lives would write into what is being removed.
    try? eventually("nothing is left of \(homeID)") {
      let left = processes
      for process in left { _ = try? process.signal(SIGKILL) }
      return left.isEmpty
    }
    try? Directory.removeTree(home.path)
  }

  /// Everything alive that belongs to this home, the shims included.
  var processes: [ProcessIdentity] {
    let prefix = Array("AGH_SHIM=\(homeID):".utf8)
    return (try? ProcessTable.carrying { $0.starts(with: prefix) }) ?? []
  }

  static let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"]

  static func limits(
    spool: UInt64 = 64 << 20, detached: UInt64 = 0, stop: ClientFrame.Stop = .kill
  ) -> Launch.Limits {
    Launch.Limits(spoolBytes: spool, detachedMilliseconds: detached, ownStop: stop)
  }

  func launch(
    _ arguments: [String], epoch: Int = 1, in directory: String = "/", limits: Launch.Limits = ShimBench.limits()
  ) -> Launch {
    let mark = "AGH_SHIM=\(homeID):\(session):\(epoch):random"
    return Launch(
      homeID: ByteText(homeID), session: ByteText(session.text), epoch: UInt64(epoch), generation: 1,
      arguments: arguments.map { ByteText($0) }, directory: ByteText(directory),
      environment: (Self.environment + [mark]).map { ByteText($0) }, limits: limits)
  }

  /// Starts an agent under a shim.
  func start(
    _ arguments: [String], epoch: Int = 1, in directory: String = "/", limits: Launch.Limits = ShimBench.limits()
  ) throws -> ShimRun {
    let run = home.run(of: session, Epoch(epoch))
    try ShimLauncher.prepare(run)
    let pid = try launcher.start(run, launch(arguments, epoch: epoch, in: directory, limits: limits)).pid
    return ShimRun(bench: self, directory: run, pid: pid, identity: try? ProcessIdentity.of(pid: pid))
  }

  /// Starts a shell script as the agent.
  func script(_ text: String, limits: Launch.Limits = ShimBench.limits()) throws -> ShimRun {
    try start(["/bin/sh", "-c", text], limits: limits)
  }
}

/// One run of a shim.
struct ShimRun: Sendable {
  let bench: ShimBench
  let directory: RunDirectory
  let pid: Int32
  /// Nil when the shim had ended before it could be looked at.
  let identity: ProcessIdentity?

  func attach(generation: UInt64 = 1) throws -> ShimPeer {
    let peer = try ShimPeer(directory)
    try peer.attach(homeID: bench.homeID, generation: generation)
    return peer
  }

  /// The shim, which has to live.
  var shim: ProcessIdentity {
    get throws { try #require(identity) }
  }

  /// Waits for the shim to end by itself, and returns what it recorded.
  @discardableResult
  func waitForExit() throws -> ExitRecord {
    try eventually("the shim ends") { try !RunInspection.isLocked(directory) }
    var status = cs_exit()
    #expect(cs_wait(pid, 1, &status) == pid)
    #expect(status.code == 0 && status.signal == 0)
    return try #require(try RunInspection.exitRecord(directory))
  }

  /// The agent's output from a byte on, as far as it goes.
  func output(from byte: Int64 = 0) throws -> [UInt8] {
    try SpoolReader(directory: directory.spool, from: byte).read(upTo: 1 << 30)
  }

  /// The agent's output as text.
  func outputText() throws -> String { String(decoding: try output(), as: UTF8.self) }
}

/// The content of a file as text.
func fileText(_ path: String) throws -> String {
  String(decoding: try FileDescriptor.open(path, O_RDONLY).readToEnd(), as: UTF8.self)
}
