extension Command {
  /// What is wrong with the tree below this command, one sentence each; empty for a sound one. For tests and debug
  /// builds: names that clash, words that cannot be typed, arguments in an order that cannot be parsed.
  public func problems() -> [String] {
    problems(path: [], inherited: [])
  }

  private func problems(path: [String], inherited: [OptionSpecification]) -> [String] {
    let path = path + [name]
    let place = path.joined(separator: " ")
    var found: [String] = []
    let accepted = inherited + options
    found += Self.repeated(accepted.map(\.name)).map { "\(place): two options are named --\($0)" }
    let letters = accepted.compactMap(\.short).map(String.init)
    found += Self.repeated(letters).map { "\(place): two options are named -\($0)" }
    found += Self.repeated(subcommands.map(\.name)).map { "\(place): two commands are named \($0)" }
    found += Self.repeated(arguments.map(\.name)).map { "\(place): two arguments are named \($0)" }
    found += (options.map(\.name) + [name]).filter { !Self.isTypable($0) }.map { "\(place): \($0) cannot be typed" }
    for case .choice(let words) in options.compactMap(\.value) + arguments.map(\.kind) {
      found += words.filter { !Self.isTypable($0) }.map { "\(place): the choice \($0) cannot be typed" }
    }
    found += orderProblems().map { "\(place): \($0)" }
    for option in exclusive.flatMap({ $0 }) where !options.contains(where: { $0.name == option }) {
      found.append("\(place): --\(option) is exclusive but not an option")
    }
    for text in [summary] + options.map(\.help) + arguments.map(\.help) where text.isEmpty || text.hasSuffix(".") {
      found.append("\(place): a help text is empty or ends in a full stop")
    }
    if action == nil, subcommands.isEmpty { found.append("\(place): does nothing and leads nowhere") }
    if !arguments.isEmpty, !subcommands.isEmpty { found.append("\(place): has both arguments and commands") }
    return found + subcommands.flatMap { $0.problems(path: path, inherited: accepted) }
  }

  private func orderProblems() -> [String] {
    var found: [String] = []
    for (before, after) in zip(arguments, arguments.dropFirst()) {
      if before.count == .any {
        found.append("<\(after.name)> stands behind an argument that takes everything")
      } else if before.count == .optional, after.count == .one {
        found.append("<\(after.name)> stands behind an optional argument")
      }
    }
    return found
  }

  private static func repeated(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }

  private static func isTypable(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
    return name.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: "-") }
  }
}
