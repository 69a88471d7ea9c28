import API
import CommandModel
import Diagnostics
import JSON

/// `agh workspace list`
enum WorkspaceListCommand {
  static let command = AghCommand("list", summary: "List the workspaces", action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    try context.print(WorkspaceView.list(context.client().get(APICall(.listWorkspaces))["workspaces"]?.array ?? []))
    return .success
  }
}
