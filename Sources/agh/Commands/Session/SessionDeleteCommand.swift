import API
import CommandModel
import Diagnostics
import JSON

/// `agh session delete`
enum SessionDeleteCommand {
  static let command = AghCommand(
    "delete", summary: "End a session's agent and remove everything that was said and kept",
    arguments: [SessionCommand.id], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let id = values.required(SessionCommand.id)
    let place = try context.place(of: id)
    // Deleting twice is deleting once, so it is repeated when the daemon goes away.
    _ = try Retry.untilAnswered(context) {
      try context.client().send(APICall(.deleteSession, place), timeout: nil)
    }
    try context.print(
      Document(
        ["session_id": .string(id), "status": "deleted"],
        human: [.section("Session", [("Session", id), ("Status", "deleted")])],
        toon: [.object("session", fields: ["session_id", "status"], values: [id, "deleted"])]))
    return .success
  }
}
