import CommandModel
import Diagnostics

/// `agh doc`, from which `docs/cli.md` is made.
enum ReferenceCommand {
  static let command = AghCommand(
    "doc", summary: "Print the reference of all commands in Markdown", isHidden: true, action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    try context.console.print(ReferencePage(root: CommandTree.root).markdown())
    return .success
  }
}
