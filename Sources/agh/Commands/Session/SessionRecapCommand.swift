import API
import CommandModel
import Diagnostics
import JSON

/// `agh session recap`
enum SessionRecapCommand {
  static let limit = OptionSpecification.value(
    "limit", "count", kind: .integer(0...100), help: "At most so many messages; 20 where nothing is said")

  static let command = AghCommand(
    "recap", summary: "Show where a session stands: its latest markers and messages",
    arguments: [SessionCommand.id], options: [limit], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    let call = APICall(.getRecap, place).adding(QueryName.limit, values.integer(limit).map(String.init))
    try context.print(RecapView.one(context.client().get(call)["recap"] ?? .null))
    return .success
  }
}
