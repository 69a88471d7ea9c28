import API
import CommandModel
import Diagnostics
import JSON

/// `agh daemon status`
enum DaemonStatusCommand {
  static let command = AghCommand(
    "status", summary: "Show the daemon's process and where it listens",
    discussion: "Without a daemon it shows what the last one left in the home, and exits with status 69.",
    action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    do {
      let status = try context.client().get(APICall(.getStatus))
      try context.print(DaemonView.one(status["daemon"] ?? .null, now: context.now))
      return .success
    } catch let error as AghError where error.code == .daemonUnavailable {
      try DaemonRemains.show(context)
      throw error
    }
  }
}
