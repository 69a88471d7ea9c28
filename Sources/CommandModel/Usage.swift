/// What help and the reference page both say about a command.
enum Usage {
  static func line<Action>(of path: [Command<Action>]) -> String {
    guard let command = path.last else { return "" }
    var words = path.map(\.name)
    words += command.subcommands.isEmpty ? [] : ["<command>"]
    words += command.options.filter { $0.isRequired }.map(\.longForm)
    words += command.arguments.map(\.synopsis)
    if path.contains(where: { $0.options.contains { !$0.isRequired && !$0.isHidden } }) { words.append("[options]") }
    return words.joined(separator: " ")
  }

  static func help(of option: OptionSpecification) -> String {
    option.help + note(option.value) + (option.isRepeatable ? "; may be repeated" : "")
      + (option.isRequired ? "; required" : "")
  }

  static func help(of argument: ArgumentSpecification) -> String {
    argument.help + note(argument.kind)
  }

  private static func note(_ kind: ValueKind?) -> String {
    guard case .choice(let words) = kind else { return "" }
    return " (" + words.joined(separator: ", ") + ")"
  }
}
