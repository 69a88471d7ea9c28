import API
import CommandModel
import Diagnostics
import JSON

/// `agh session new`
enum SessionNewCommand {
  static let agent = OptionSpecification.value("agent", "name", help: "The agent; by default that of the workspace")
  static let directory = OptionSpecification.value(
    "cwd", "directory", kind: .directory, help: "Work in this directory, which becomes a workspace")
  static let name = OptionSpecification.value("name", "text", help: "A name to recognise the session by")
  static let channel = OptionSpecification.value("channel", "name", help: "The channel of the session")
  static let provider = OptionSpecification.value("provider", "name", help: "What runs the agent")
  static let model = OptionSpecification.value("model", "name", help: "The model; needs --provider")
  static let effort = OptionSpecification.value(
    "reasoning-effort", "level", kind: .choice(CreateSessionBody.efforts),
    help: "How hard the model thinks; needs --provider")
  static let noWait = OptionSpecification.flag("no-wait", help: "Return at once, while the agent is still starting")

  static let command = AghCommand(
    "new", summary: "Start an agent in a new session",
    discussion: "Without --workspace and --cwd the agent works in the current directory, which becomes a workspace.",
    options: [agent, SessionCommand.workspace, directory, name, channel, provider, model, effort, noWait],
    exclusive: [["workspace", "cwd"]],
    examples: [
      Example("agh session new --provider rehearsal", "An agent that needs no model and no key, here"),
      Example("agh session new --workspace current --agent general --name first", "In a registered workspace"),
    ], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let call = APICall(.createSession).adding(QueryName.wait, values.has(noWait) ? "false" : nil)
    let body = body(values)
    let key = context.newKey()
    let answer = try Retry.untilAnswered(context) {
      try context.client().send(call, body: body, key: key, timeout: nil)
    }
    try context.print(SessionView.one(answer["session"] ?? .null, now: context.now))
    return .success
  }

  private static func body(_ values: Invocation) -> JSONValue {
    let workspace = values.text(SessionCommand.workspace)
    let place = workspace == nil ? CurrentDirectory.absolute(values.text(directory) ?? "") : nil
    return .object(omittingNil: [
      "agent_name": string(values.text(agent)), "provider": string(values.text(provider)),
      "model": string(values.text(model)), "reasoning_effort": string(values.text(effort)),
      "name": string(values.text(name)), "workspace": string(workspace), "workspace_path": string(place),
      "channel": string(values.text(channel)),
    ])
  }

  private static func string(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }
}
