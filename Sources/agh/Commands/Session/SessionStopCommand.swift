import API
import CommandModel
import Diagnostics
import JSON

/// `agh session stop`
enum SessionStopCommand {
  static let command = AghCommand(
    "stop", summary: "End a session's agent; what was said stays, and the session can be resumed",
    arguments: [SessionCommand.id], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    // Stopping twice is stopping once, so it is repeated when the daemon goes away.
    _ = try Retry.untilAnswered(context) {
      try context.client().send(APICall(.stopSession, place), timeout: nil)
    }
    let answer = try context.client().get(APICall(.getSession, place))
    try context.print(SessionView.one(answer["session"] ?? .null, now: context.now))
    return .success
  }
}
