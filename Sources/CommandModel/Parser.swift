import Spelling

extension Command {
  /// Reads a command line (without the program's name) against the tree below this command.
  ///
  /// Options may stand anywhere after the command they belong to; those of a group also before the command's name.
  /// `--` makes everything after it an argument. `-h` and `--help` anywhere ask for help. A group without a command
  /// asks for its help as well. A value that begins with a dash needs `--name=value`, a negative number does not.
  ///
  /// - Throws: what is wrong with the first part that cannot be understood.
  public func parse(_ words: [String]) throws(UsageError) -> Request<Action> {
    var parser = Parser(root: self, words: words)
    return try parser.parse()
  }
}

/// The state of reading one command line.
private struct Parser<Action: Sendable> {
  private var path: [Command<Action>] = []
  // What holds for all of the path. Kept as it grows, in types that do not depend on `Action`: generic code would make
  // most of the runtime's types for a short command, and take longer for it than for everything else.
  private var names: [String] = []
  private var accepted: [OptionSpecification] = []
  private var exclusive: [[String]] = []
  private var words: ArraySlice<String>
  private var options: [String: [String]] = [:]
  private var positionals: [String] = []

  init(root: Command<Action>, words: [String]) {
    self.words = words[...]
    enter(root)
  }

  private var command: Command<Action> { path[path.count - 1] }

  mutating func parse() throws(UsageError) -> Request<Action> {
    while let word = words.popFirst() {
      if word == "--" {
        positionals.append(contentsOf: words)
        words = []
      } else if isOption(word) {
        if isHelp(word) { return .help(path) }
        try word.hasPrefix("--") ? readLong(word) : readShort(word)
      } else {
        try take(word)
      }
    }
    guard let action = command.action else { return try groupWithoutCommand() }
    try checkOptions()
    return .run(action, Invocation(path: names, options: options, arguments: try assignArguments()))
  }

  private func groupWithoutCommand() throws(UsageError) -> Request<Action> {
    if let word = positionals.first { throw unknownCommand(word) }
    return .help(path)
  }

  // MARK: - Commands

  /// A word that is no option: below a group it chooses a command, else it is an argument.
  private mutating func take(_ word: String) throws(UsageError) {
    let below = command.subcommands
    if below.isEmpty { return positionals.append(word) }
    for index in below.indices where below[index].name == word { return enter(below[index]) }
    throw unknownCommand(word)
  }

  private mutating func enter(_ command: Command<Action>) {
    path.append(command)
    names.append(command.name)
    accepted += command.options
    exclusive += command.exclusive
  }

  private func unknownCommand(_ word: String) -> UsageError {
    let group = names.joined(separator: " ")
    let visible = command.subcommands.filter { !$0.isHidden }
    var suggestion = NearestName.find(word, among: visible.map(\.name)).map { "\(group) \($0)" }
    if suggestion == nil {
      suggestion = visible.first { $0.subcommands.contains { $0.name == word } }.map { "\(group) \($0.name) \(word)" }
    }
    return UsageError(
      "unknown command \(Printable.quoted(word)) for \"\(group)\"", suggestion: suggestion, path: names)
  }

  // MARK: - Options

  /// A word that begins with a dash is an option, unless it is the dash alone or a negative number.
  private func isOption(_ word: String) -> Bool {
    guard word.hasPrefix("-"), word != "-" else { return false }
    return !isNegativeNumber(word)
  }

  private func isNegativeNumber(_ word: String) -> Bool {
    word.hasPrefix("-") && Double(word) != nil && word.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
  }

  /// Whether a word asks for help, unless the command has an option of that name itself.
  private func isHelp(_ word: String) -> Bool {
    if word == "--help" { return !accepted.contains { $0.name == "help" } }
    return word == "-h" && !accepted.contains { $0.short == "h" }
  }

  private mutating func readLong(_ word: String) throws(UsageError) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = accepted.first(where: { $0.name == name }) else { throw unknownOption("--" + name) }
    try read(option, attached: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// `-o json`, `-ojson`, `-o=json`, and flags in a row as in `-af`.
  private mutating func readShort(_ word: String) throws(UsageError) {
    var rest = word.dropFirst()
    while let letter = rest.popFirst() {
      guard let option = accepted.first(where: { $0.short == letter }) else {
        throw unknownOption("-" + String(letter), within: word)
      }
      if option.value == nil {
        options[option.name, default: []].append("true")
      } else {
        if rest.first == "=" { rest.removeFirst() }
        try read(option, attached: rest.isEmpty ? nil : String(rest))
        return
      }
    }
  }

  private mutating func read(_ option: OptionSpecification, attached: String?) throws(UsageError) {
    guard let kind = option.value else {
      let value = attached ?? "true"
      guard value == "true" || value == "false" else {
        throw UsageError("--\(option.name) takes no value but true or false (\(option.help))", path: names)
      }
      options[option.name, default: []].append(value)
      return
    }
    let value: String
    if let attached { value = attached } else { value = try nextValue(of: option) }
    if let objection = kind.objection(to: value) {
      throw UsageError(
        "invalid value \(Printable.quoted(value)) for --\(option.name) (\(option.help)): \(objection)",
        suggestion: nearest(to: value, of: kind).map { "--\(option.name) \($0)" }, path: names)
    }
    options[option.name, default: []].append(value)
  }

  private mutating func nextValue(of option: OptionSpecification) throws(UsageError) -> String {
    guard let next = words.first else {
      throw UsageError("\(option.longForm) needs a value (\(option.help))", path: names)
    }
    if isOption(next) {
      let typed = Printable.escaped(String(next.prefix(80)))
      throw UsageError(
        "\(option.longForm) needs a value (\(option.help)); if it is \"\(typed)\", write --\(option.name)=\(typed)",
        path: names)
    }
    words.removeFirst()
    return next
  }

  private func nearest(to value: String, of kind: ValueKind) -> String? {
    guard case .choice(let words) = kind else { return nil }
    return NearestName.find(value, among: words)
  }

  private func unknownOption(_ shown: String, within word: String? = nil) -> UsageError {
    let known = accepted.filter { !$0.isHidden }.map { "--" + $0.name } + ["--help"]
    let nearest = shown.count > 2 ? NearestName.find(shown, among: known) : nil
    var message = "unknown option \(Printable.quoted(shown))"
    if let word, word.count > shown.count { message += " in \(Printable.quoted(word))" }
    message += " for \"\(names.joined(separator: " "))\""
    if nearest == nil, command.subcommands.isEmpty, !command.arguments.isEmpty {
      message += "; an argument that begins with a dash goes after --"
    }
    return UsageError(message, suggestion: nearest, path: names)
  }

  private func checkOptions() throws(UsageError) {
    for option in accepted where option.isRequired && options[option.name] == nil {
      throw UsageError("\(option.longForm) is required (\(option.help))", path: names)
    }
    for group in exclusive {
      let given = group.filter { options[$0] != nil }
      guard given.count > 1 else { continue }
      let shown = given.map { "--" + $0 }.joined(separator: " and ")
      throw UsageError("\(shown) exclude each other: give only one", path: names)
    }
  }

  // MARK: - Arguments

  private func assignArguments() throws(UsageError) -> [String: [String]] {
    var result: [String: [String]] = [:]
    var rest = positionals[...]
    for argument in command.arguments {
      if argument.count == .any {
        result[argument.name] = Array(rest)
        rest = []
      } else if let word = rest.popFirst() {
        result[argument.name] = [word]
      } else if argument.count == .one {
        throw UsageError("\(argument.synopsis) is missing (\(argument.help))", path: names)
      }
      for word in result[argument.name] ?? [] {
        guard let objection = argument.kind.objection(to: word) else { continue }
        throw UsageError(
          "invalid \(argument.synopsis) \(Printable.quoted(word)) (\(argument.help)): \(objection)",
          suggestion: nearest(to: word, of: argument.kind), path: names)
      }
    }
    if let word = rest.first { throw surplus(word) }
    return result
  }

  private func surplus(_ word: String) -> UsageError {
    let limit = command.arguments.count
    let accepts = limit == 0 ? "no arguments" : limit == 1 ? "1 argument" : "\(limit) arguments"
    let advice = limit == 0 ? "" : "; put quotes around one that holds spaces"
    return UsageError(
      "unexpected argument \(Printable.quoted(word)): \"\(names.joined(separator: " "))\" accepts \(accepts)\(advice)",
      path: names)
  }
}
