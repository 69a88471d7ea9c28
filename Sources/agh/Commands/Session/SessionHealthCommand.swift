import API
import CommandModel
import Diagnostics
import JSON

/// `agh session health`
enum SessionHealthCommand {
  static let command = AghCommand(
    "health", summary: "Show how a session is doing, with the times of its last activity",
    arguments: [SessionCommand.id], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    try context.print(
      SessionHealthView.one(context.client().get(APICall(.getSessionHealth, place))["health"] ?? .null))
    return .success
  }
}
