extension Command {
  /// A script for fish 3 or later that completes commands, options and their values with their descriptions.
  public func fishCompletion() -> String {
    let table = CompletionTable(self)
    let function = "_" + table.functionName + "_place"
    var lines = [
      "# fish completion for \(table.program); put it into ~/.config/fish/completions/\(table.program).fish",
      "function \(function)",
      "    set -l place \(table.program)",
      "    for word in (commandline -opc)[2..-1]",
      "        switch \"$place $word\"",
      "            case \(table.descents.map(fishQuoted).joined(separator: " "))",
      "                set place \"$place $word\"",
      "        end",
      "    end",
      "    echo $place",
      "end",
      "complete -c \(table.program) -f",
      "complete -c \(table.program) -s h -l help -d 'Show the help of this command'",
    ]
    for place in table.places {
      let start = "complete -c \(table.program) -n " + fishQuoted("test (\(function)) = '\(place.name)'")
      lines += place.commands.map { "\(start) -a \($0.name) -d \(fishQuoted($0.summary))" }
      lines += place.options.map { "\(start) -l \($0.name)\(parameters(of: $0)) -d \(fishQuoted($0.help))" }
      lines += place.arguments.compactMap { argument in
        candidates(argument.kind).map { "\(start) \($0) -d \(fishQuoted(argument.help))" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func parameters(of option: OptionSpecification) -> String {
    let short = option.short.map { " -s \($0)" } ?? ""
    guard let kind = option.value else { return short }
    return short + " -r " + (candidates(kind) ?? "-f")
  }

  private func candidates(_ kind: ValueKind) -> String? {
    switch kind {
    case .text, .integer: nil
    case .choice(let words): "-f -a " + fishQuoted(words.joined(separator: " "))
    case .directory: "-f -a '(__fish_complete_directories)'"
    case .file: "-F"
    }
  }

  /// fish knows two escapes between single quotes: of the quote and of the backslash.
  private func fishQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
