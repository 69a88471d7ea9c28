import API
import CommandModel
import Diagnostics
import JSON

/// `agh session wait`
enum SessionWaitCommand {
  static let command = AghCommand(
    "wait", summary: "Wait until a session is stopped, then show it", arguments: [SessionCommand.id], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let place = try context.place(of: values.required(SessionCommand.id))
    let stops = APICall(.streamEvents, place).adding(QueryName.type, "session_stopped")
    var session = try look(place, context)
    while session["state"]?.string != "stopped" {
      // The stream ends with the session; a daemon that goes may end it as well, so the state decides.
      let status = try EventFollower(call: stops, limit: "1", context: context) { _ in }.run()
      guard status == .success else { return status }
      session = try look(place, context)
    }
    try context.print(SessionView.one(session, now: context.now))
    return .success
  }

  private static func look(_ place: SessionPlace, _ context: CommandContext) throws -> JSONValue {
    try Retry.untilAnswered(context) { try context.client().get(APICall(.getSession, place)) }["session"] ?? .null
  }
}
