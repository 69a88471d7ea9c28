import CommandModel
import Diagnostics
import Glibc
import Home

/// `agh daemon stop`
enum DaemonStopCommand {
  static let command = AghCommand(
    "stop", summary: "Stop the daemon and every session's agent",
    discussion: "It works with a configuration that is broken, and waits until the daemon is gone.", action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let location = try context.location()
    guard let info = location.info, let process = location.process else {
      throw AghError(.daemonNotRunning, "the daemon is not running in \(location.home.path)")
    }
    try DaemonProcess.end(process, with: SIGTERM, within: .seconds(60))
    try context.print(DaemonView.one(DaemonView.record(info, status: "stopped"), now: context.now))
    return .success
  }
}
