import API
import CommandModel
import Diagnostics
import JSON

/// `agh session approve`
enum SessionApproveCommand {
  static let request = OptionSpecification.value("request-id", "id", help: "The request, as its event names it")
  static let turn = OptionSpecification.value("turn-id", "id", help: "The turn, when only one request is open in it")
  static let decision = OptionSpecification.value(
    "decision", "answer", kind: .choice(ApproveBody.decisions),
    help: "What to answer", isRequired: true)

  static let command = AghCommand(
    "approve", summary: "Answer an agent that asks for permission", arguments: [SessionCommand.id],
    options: [request, turn, decision],
    examples: [
      Example(
        "agh session approve sess-0123456789abcdef --request-id turn-0123456789abcdef:call-1 --decision allow-once",
        "Allow one thing")
    ], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    guard values.has(request) || values.has(turn) else {
      throw UsageError("--request-id or --turn-id is required", path: values.path)
    }
    let id = values.required(SessionCommand.id)
    let call = APICall(.approveSession, try context.place(of: id))
    let body = JSONValue.object(omittingNil: [
      "request_id": values.text(request).map(JSONValue.string), "turn_id": values.text(turn).map(JSONValue.string),
      "decision": values.text(decision).map(JSONValue.string),
    ])
    // The same answer given twice counts once, so it is repeated when the daemon goes away.
    let answer = try Retry.untilAnswered(context) { try context.client().send(call, body: body) }
    let status = answer.text("status")
    try context.print(
      Document(
        ["session_id": .string(id), "status": .string(status)],
        human: [.section("Session Approval", [("Session", id), ("Status", status)])],
        toon: [.object("session_approval", fields: ["session_id", "status"], values: [id, status])]))
    return .success
  }
}
