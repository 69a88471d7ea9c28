import API
import CommandModel
import Diagnostics
import JSON

/// `agh status`
enum StatusCommand {
  static let command = AghCommand(
    "status", summary: "Show the state of the runtime",
    discussion: "Without a daemon it shows what the last one left in the home, and exits with status 69.",
    action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    do {
      try context.print(StatusView.one(context.client().get(APICall(.getStatus)), now: context.now))
      return .success
    } catch let error as AghError where error.code == .daemonUnavailable {
      try DaemonRemains.show(context)
      throw error
    }
  }
}
