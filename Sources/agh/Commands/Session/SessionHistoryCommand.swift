import API
import CommandModel
import Diagnostics
import JSON

/// `agh session history`
enum SessionHistoryCommand {
  static let last = OptionSpecification.value(
    "last", "count", kind: .integer(1...10_000), help: "Only the newest so many events")

  static let command = AghCommand(
    "history", summary: "Show what happened in a session, turn by turn", arguments: [SessionCommand.id],
    options: [last], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    let call = APICall(.getHistory, place).adding(QueryName.limit, values.integer(last).map(String.init))
    try context.print(EventView.history(context.client().get(call)["history"]?.array ?? []))
    return .success
  }
}
