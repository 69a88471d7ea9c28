import API
import CommandModel
import Diagnostics
import JSON

/// `agh session prompt`
enum SessionPromptCommand {
  static let message = ArgumentSpecification("message", help: "What to say to the agent, as one argument")
  static let detach = OptionSpecification.flag("detach", help: "Return the turn's id at once and let it run")

  static let command = AghCommand(
    "prompt", summary: "Say something to a session's agent and watch it work",
    discussion: """
      What the agent says and does is shown as it comes. On a terminal its requests for permission are asked here; \
      elsewhere the command says how to answer them. Ctrl-C cancels the turn and waits for its end.

      The turn belongs to the session, not to this command: when the daemon goes away, the command waits for the next \
      one and goes on where it was. A turn that fails makes the exit status 1.
      """,
    arguments: [SessionCommand.id, message], options: [detach],
    examples: [Example("agh session prompt sess-0123456789abcdef \"Explain README.md\"", "Ask, and watch")],
    action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let text = values.required(message)
    if text.allSatisfy(\.isWhitespace) { throw UsageError("<message> is empty", path: values.path) }
    let id = values.required(SessionCommand.id)
    let prompt = TurnFollower.Prompt(place: try context.place(of: id), message: text, key: context.newKey())
    if values.has(detach) { return try start(prompt, context) }
    let printer = printer(context)
    let desk = PermissionDesk(
      console: context.console, printer: printer,
      isInteractive: context.format == .human && context.console.canAsk, session: id)
    let follower = TurnFollower(
      prompt, printer: printer, signals: try SignalWatch(), desk: desk, context: context)
    return try follower.run()
  }

  private static func printer(_ context: CommandContext) -> any TurnPrinter {
    switch context.format {
    case .human: HumanTurnPrinter(console: context.console, style: context.style)
    case .json: ArrayTurnPrinter(console: context.console)
    case .jsonl: LineTurnPrinter(console: context.console)
    case .toon: ToonTurnPrinter(console: context.console)
    }
  }

  /// Sends the prompt and leaves the turn to itself once its id is known.
  private static func start(_ prompt: TurnFollower.Prompt, _ context: CommandContext) throws -> ExitStatus {
    let call = APICall(.promptSession, prompt.place)
    let turn = try Retry.untilAnswered(context) {
      let reply = try context.client().open(call, body: ["message": .string(prompt.message)], key: prompt.key)
      guard case .events(let stream) = reply, case .event(let frame) = try stream.next(orReadable: []),
        let turn = TurnDialect.chat.value(frame).flatMap(TurnDialect.chat.turn)
      else { throw AghError(.internalError, "the daemon did not tell the turn's id") }
      return turn
    }
    try context.print(
      Document(
        ["prompt": ["status": "accepted", "new_turn_id": .string(turn)]],
        human: [.section("Prompt", [("Status", "accepted"), ("New Turn", turn)])],
        toon: [.object("prompt", fields: ["status", "new_turn_id"], values: ["accepted", turn])]))
    return .success
  }
}
