import API
import CommandModel
import Diagnostics
import JSON

/// `agh workspace add`
enum WorkspaceAddCommand {
  static let path = ArgumentSpecification("path", kind: .directory, help: "The directory")
  static let name = OptionSpecification.value("name", "text", help: "Its name; by default that of the directory")
  static let more = OptionSpecification.value(
    "add-dir", "directory", kind: .directory, help: "A directory that belongs to it as well", isRepeatable: true)
  static let agent = OptionSpecification.value("default-agent", "name", help: "The agent of its sessions")

  static let command = AghCommand(
    "add", summary: "Register a directory", arguments: [path], options: [name, more, agent],
    examples: [Example("agh workspace add . --name current", "The current directory")], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let directories = values.texts(more).map { JSONValue.string(CurrentDirectory.absolute($0)) }
    let body = JSONValue.object(omittingNil: [
      "root_dir": .string(CurrentDirectory.absolute(values.required(path))),
      "name": values.text(name).map(JSONValue.string), "add_dirs": directories.isEmpty ? nil : .array(directories),
      "default_agent": values.text(agent).map(JSONValue.string),
    ])
    let answer = try context.client().send(APICall(.createWorkspace), body: body, key: context.newKey())
    try context.print(WorkspaceView.one(answer["workspace"] ?? .null))
    return .success
  }
}
