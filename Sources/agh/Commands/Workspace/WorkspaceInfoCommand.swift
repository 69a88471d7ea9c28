import API
import CommandModel
import Diagnostics
import JSON

/// `agh workspace info`
enum WorkspaceInfoCommand {
  static let reference = ArgumentSpecification(
    "workspace", count: .optional, help: "Its id, name or path; by default the one of the current directory")

  static let command = AghCommand(
    "info", summary: "Show a workspace with its sessions, agents and skills", arguments: [reference],
    options: [SessionCommand.workspace], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let (name, source) = choice(values, context)
    var detail = try context.client().get(APICall(.getWorkspace, name))
    if case .object(var object) = detail {
      object["resolution_source"] = .string(source)
      detail = .object(object)
    }
    try context.print(WorkspaceView.detail(detail))
    return .success
  }

  /// Which workspace is meant, and what said so.
  private static func choice(_ values: Invocation, _ context: CommandContext) -> (String, source: String) {
    if let name = values.text(reference) { return (spelled(name), "positional") }
    if let name = values.text(SessionCommand.workspace) { return (spelled(name), "flag") }
    if let name = context.environment("AGH_WORKSPACE"), !name.isEmpty { return (spelled(name), "env") }
    return (CurrentDirectory.path, "cwd")
  }

  /// A relative path is made absolute; an id or a name stays as it is.
  private static func spelled(_ name: String) -> String {
    name.hasPrefix(".") ? CurrentDirectory.absolute(name) : name
  }
}
