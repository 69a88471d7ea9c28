import CommandModel
import Diagnostics
import Glibc

/// `agh daemon restart`
enum DaemonRestartCommand {
  static let stopSessions = OptionSpecification.flag("stop-sessions", help: "Stop the agents instead of leaving them")

  static let command = AghCommand(
    "restart", summary: "Start a new daemon in place of the one that runs; agents go on meanwhile",
    discussion: """
      The daemon goes and leaves its agents to the next one, which takes them over in the middle of their turns. One \
      that does not answer is killed. Without a daemon this is a start.
      """,
    options: [stopSessions], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let location = try context.location()
    if let process = location.holder {
      if values.has(stopSessions) {
        try DaemonProcess.end(process, with: SIGTERM, within: location.stopLimit)
      } else {
        try DaemonProcess.detach(process)
      }
    }
    try context.print(DaemonProcess.launch(context))
    return .success
  }
}
