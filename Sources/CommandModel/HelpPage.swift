/// The help of one command, as text for a terminal.
public struct HelpPage<Action: Sendable>: Sendable {
  private let path: [Command<Action>]

  /// The help of the last command of `path`, which begins at the root of the tree.
  public init(path: [Command<Action>]) {
    self.path = path
  }

  /// The page, ending in a line feed, wrapped at `width` characters where words allow it.
  public func text(width: Int = 100) -> String {
    guard let command = path.last else { return "" }
    var blocks: [String] = [TextLayout.wrap(command.summary + ".", width: width)]
    if !command.discussion.isEmpty {
      let paragraphs = command.discussion.split(separator: "\n\n").map { TextLayout.wrap(String($0), width: width) }
      blocks.append(paragraphs.joined(separator: "\n\n"))
    }
    blocks.append("Usage: " + Usage.line(of: path))
    blocks += listings(of: command, width: width)
    if !command.subcommands.isEmpty {
      blocks.append("\"\(path.map(\.name).joined(separator: " ")) <command> --help\" says more about a command.")
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func listings(of command: Command<Action>, width: Int) -> [String] {
    let subcommands = command.subcommands.filter { !$0.isHidden }.map { ($0.name, $0.summary) }
    let arguments = command.arguments.map { ($0.synopsis, Usage.help(of: $0)) }
    let own = command.options.filter { !$0.isHidden }.map { ($0.synopsis, Usage.help(of: $0)) }
    var shared = path.dropLast().flatMap(\.options).filter { !$0.isHidden }.map { ($0.synopsis, Usage.help(of: $0)) }
    shared.append(("-h, --help", "Show this help"))
    var result: [String] = []
    let sections = [
      ("Commands", subcommands), ("Arguments", arguments), ("Options", own), ("Common options", shared),
    ]
    for (title, rows) in sections where !rows.isEmpty {
      result.append(title + ":\n" + TextLayout.columns(rows, width: width))
    }
    if !command.examples.isEmpty {
      let lines = command.examples.map { "  # \($0.purpose)\n  \($0.line)" }
      result.append("Examples:\n" + lines.joined(separator: "\n"))
    }
    return result
  }
}
