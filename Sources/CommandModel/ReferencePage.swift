/// The reference of a whole command tree, in Markdown.
public struct ReferencePage<Action: Sendable>: Sendable {
  private let root: Command<Action>

  /// The reference of the tree below `root`.
  public init(root: Command<Action>) {
    self.root = root
  }

  /// The page, ending in a line feed: one section for each command that does something, hidden ones left out.
  public func markdown() -> String {
    var blocks = ["# `\(root.name)`", root.summary + "."]
    if !root.discussion.isEmpty { blocks.append(root.discussion) }
    blocks.append("Options of every command:")
    let help = OptionSpecification.flag("help", short: "h", help: "Show the help of a command")
    blocks.append(list(root.options.filter { !$0.isHidden } + [help]))
    for command in root.subcommands { blocks += sections(of: command, below: [root]) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func sections(of command: Command<Action>, below parents: [Command<Action>]) -> [String] {
    guard !command.isHidden else { return [] }
    let path = parents + [command]
    guard command.action != nil else { return command.subcommands.flatMap { sections(of: $0, below: path) } }
    var blocks = ["## `\(path.map(\.name).joined(separator: " "))`", command.summary + "."]
    if !command.discussion.isEmpty { blocks.append(command.discussion) }
    blocks.append("    " + Usage.line(of: path))
    let arguments = command.arguments.map { "- `\($0.synopsis)` — \(Usage.help(of: $0))" }
    if !arguments.isEmpty { blocks.append(arguments.joined(separator: "\n")) }
    let options = path.dropFirst().flatMap(\.options).filter { !$0.isHidden }
    if !options.isEmpty { blocks.append(list(options)) }
    if !command.examples.isEmpty {
      blocks.append(command.examples.map { "    # \($0.purpose)\n    \($0.line)" }.joined(separator: "\n"))
    }
    return blocks + command.subcommands.flatMap { sections(of: $0, below: path) }
  }

  private func list(_ options: [OptionSpecification]) -> String {
    options.map { option in
      let letter = option.short.map { "`-\($0)`, " } ?? ""
      return "- \(letter)`\(option.longForm)` — \(Usage.help(of: option))"
    }.joined(separator: "\n")
  }
}
