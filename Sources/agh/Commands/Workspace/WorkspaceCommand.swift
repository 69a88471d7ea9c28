import CommandModel

/// `agh workspace …`
enum WorkspaceCommand {
  static let command = AghCommand(
    "workspace", summary: "Register directories for agents to work in",
    subcommands: [WorkspaceAddCommand.command, WorkspaceListCommand.command, WorkspaceInfoCommand.command])
}
