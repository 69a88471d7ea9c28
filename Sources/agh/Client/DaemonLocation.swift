import Configuration
import Diagnostics
import Home
import Platform

/// A home, and where its daemon listens.
struct DaemonLocation {
  /// The home.
  let home: HomeDirectory
  /// What the latest daemon says about itself; nil when none runs, unless it was killed.
  let info: DaemonInfo?
  private let userHome: String?

  /// Reads what the daemon of the home has left there.
  static func find(environment: [String: String]) throws(AghError) -> DaemonLocation {
    let home = try HomeDirectory.resolve(
      environment: environment, workingDirectory: CurrentDirectory.path)
    return DaemonLocation(
      home: home, info: DaemonInfo.read(home), userHome: UserHome.path(environment: environment))
  }

  /// The socket of the running daemon; without one, the socket that a daemon of the home would listen on.
  var socketPath: String { info?.socket ?? configuration?.daemon.socket ?? home.socket }

  /// The daemon's process while it lives.
  var process: ProcessIdentity? {
    guard let process = info?.process, process.isAlive else { return nil }
    return process
  }

  /// The process to end: the daemon's, or the one that holds the lock while it comes up or goes down without a record.
  var holder: ProcessIdentity? {
    process ?? DaemonLock.heldBy(home)
  }

  /// How long a stop may take: what the daemon allows itself, and as much as a loaded machine needs besides.
  var stopLimit: Duration {
    (configuration?.daemon.shutdownTimeout ?? .seconds(25)) + .seconds(35)
  }

  /// A configuration that cannot be read does not keep a command from finding the daemon.
  private var configuration: Configuration? {
    try? Configuration.load(home, userHome: userHome)
  }
}
