import API
import CommandModel
import Diagnostics

/// `agh session status`
enum SessionStatusCommand {
  static let command = AghCommand(
    "status", summary: "Show whether a session is healthy and busy", arguments: [SessionCommand.id], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    try context.print(SessionStatusView.one(context.client().get(APICall(.getSessionStatus, place))))
    return .success
  }
}
