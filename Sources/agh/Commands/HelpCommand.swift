import CommandModel
import Diagnostics

/// `agh help`
enum HelpCommand {
  static let names = ArgumentSpecification("command", count: .any, help: "The command's words, as in session new")
  static let command = AghCommand(
    "help", summary: "Explain a command", arguments: [names],
    examples: [Example("agh help session prompt", "How to talk to an agent")], action: run)

  private static func run(_ values: Invocation, _ context: CommandContext) throws -> ExitStatus {
    let words = values.texts(names)
    guard let path = CommandTree.root.path(along: words) else {
      // Parsing the words finds the one that is wrong, and what was probably meant.
      _ = try CommandTree.root.parse(words)
      throw UsageError("no such command: \(Printable.quoted(words.joined(separator: " ")))", path: ["agh"])
    }
    try context.console.print(HelpPage(path: path).text(width: context.console.width))
    return .success
  }
}
