import CommandModel
import Diagnostics

/// `agh status`
enum StatusCommand {
  static let command = AghCommand(
    "status", summary: "Show the state of the runtime",
    discussion: "Without a daemon it shows what the last one left in the home, and exits with status 69.",
    action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    try context.print(StatusView.one(context.client().get(.status), now: context.now))
    return .success
  }
}
