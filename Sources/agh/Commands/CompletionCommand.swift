import CommandModel
import Diagnostics

/// `agh completion`
enum CompletionCommand {
  static let shell = ArgumentSpecification(
    "shell", kind: .choice(["bash", "zsh", "fish"]), help: "The shell to write for")
  static let command = AghCommand(
    "completion", summary: "Print a script that completes commands and options in a shell", arguments: [shell],
    examples: [
      Example("source <(agh completion bash)", "In this bash"),
      Example("agh completion zsh > \"${fpath[1]}/_agh\"", "In every zsh"),
      Example("agh completion fish > ~/.config/fish/completions/agh.fish", "In every fish"),
    ], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let script =
      switch values.required(shell) {
      case "zsh": CommandTree.root.zshCompletion()
      case "fish": CommandTree.root.fishCompletion()
      default: CommandTree.root.bashCompletion()
      }
    try context.console.print(script)
    return .success
  }
}
