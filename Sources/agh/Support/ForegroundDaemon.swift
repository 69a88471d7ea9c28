import Daemon
import Diagnostics
import Home

/// The one place where a command enters the concurrent world.
enum ForegroundDaemon {
  /// The variable that keeps log lines from being copied to the error stream, when it says so.
  static let mirrorVariable = "AGH_INTERNAL_LOG_MIRROR_STDERR"

  /// Is the daemon of a home until it is told to end.
  static func run(_ home: HomeDirectory) throws -> ExitStatus {
    guard let executable = ProcessFacts.executable else {
      throw AghError(.daemonStartFailed, "the path of this executable is not known")
    }
    let environment = ProcessFacts.environment
    let mirror = environment[mirrorVariable]?.lowercased() ?? ""
    return try Daemon.run(
      DaemonOptions(
        home: home, environment: environment, executable: executable,
        mirrorsLog: !["0", "false", "no", "off"].contains(mirror)))
  }
}
