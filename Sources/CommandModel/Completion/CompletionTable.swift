/// What a completion script has to know: for each place in the tree, what can stand there.
struct CompletionTable {
  struct Place {
    /// The words that lead there, the program's name first.
    let name: String
    let commands: [(name: String, summary: String)]
    let options: [OptionSpecification]
    let arguments: [ArgumentSpecification]
  }

  let program: String
  let places: [Place]

  init<Action>(_ root: Command<Action>) {
    program = root.name
    places = Self.places(of: root, path: [], inherited: [])
  }

  private static func places<Action>(
    of command: Command<Action>, path: [String], inherited: [OptionSpecification]
  ) -> [Place] {
    let path = path + [command.name]
    let options = inherited + command.options.filter { !$0.isHidden }
    let visible = command.subcommands.filter { !$0.isHidden }
    let place = Place(
      name: path.joined(separator: " "), commands: visible.map { ($0.name, $0.summary) }, options: options,
      arguments: command.arguments)
    return [place] + visible.flatMap { places(of: $0, path: path, inherited: options) }
  }

  /// The names of all places but the first.
  var descents: [String] { places.dropFirst().map(\.name) }

  /// A name for a shell function, made of the program's.
  var functionName: String { "_" + program.map { $0 == "-" ? "_" : String($0) }.joined() }
}

/// A text in single quotes for a POSIX shell, bash or zsh.
func shellQuoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
