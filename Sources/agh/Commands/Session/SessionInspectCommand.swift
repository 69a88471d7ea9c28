import API
import CommandModel
import Diagnostics

/// `agh session inspect`
enum SessionInspectCommand {
  static let wakeEvents = OptionSpecification.flag(
    "include-wake-events", help: "Also when the session was woken by itself; there is nothing that does yet")

  static let command = AghCommand(
    "inspect", summary: "Show how a session is doing, and what names the configuration it runs",
    arguments: [SessionCommand.id], options: [wakeEvents], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    try context.print(SessionHealthView.inspection(context.client().get(APICall(.inspectSession, place))))
    return .success
  }
}
