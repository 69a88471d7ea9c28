extension Command {
  /// A script for zsh that completes commands, options and their values with their descriptions; to be put into a
  /// directory of `fpath` under the name `_` and the program's name, or sourced after `compinit`.
  public func zshCompletion() -> String {
    let table = CompletionTable(self)
    let name = table.functionName
    return """
      #compdef \(table.program)
      \(name)() {
        local place=\(table.program) index
        local -a entries flags
        for ((index = 2; index < CURRENT; index++)); do
          case "$place ${words[index]}" in
            (\(table.descents.map(shellQuoted).joined(separator: "|"))) place="$place ${words[index]}" ;;
          esac
        done
        case "$place|${words[CURRENT-1]}" in
      \(table.places.flatMap(values).joined(separator: "\n"))
        esac
        case "$place" in
      \(table.places.map(entries).joined(separator: "\n"))
        esac
        if [[ ${words[CURRENT]} == -* ]]; then
          _describe -o option flags
        elif (( ${#entries} )); then
          _describe argument entries
        fi
      }
      if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
        \(name) "$@"
      else
        compdef \(name) \(table.program)
      fi

      """
  }

  private func values(_ place: CompletionTable.Place) -> [String] {
    place.options.compactMap { option in
      guard let kind = option.value else { return nil }
      let long = shellQuoted("\(place.name)|--\(option.name)")
      let short = option.short.map { "|" + shellQuoted("\(place.name)|-\($0)") } ?? ""
      return "    (\(long)\(short)) \(candidates(kind)) return ;;"
    }
  }

  private func candidates(_ kind: ValueKind) -> String {
    switch kind {
    case .text, .integer: "_message value;"
    case .choice(let words): "compadd -- \(words.map(shellQuoted).joined(separator: " "));"
    case .directory: "_files -/;"
    case .file: "_files;"
    }
  }

  private func entries(_ place: CompletionTable.Place) -> String {
    var commands = place.commands.map { described($0.name, $0.summary) }
    var paths = ""
    for argument in place.arguments {
      switch argument.kind {
      case .choice(let words): commands += words.map { described($0, argument.help) }
      case .directory, .file: paths = " [[ ${words[CURRENT]} == -* ]] || { \(candidates(argument.kind)) return; };"
      case .text, .integer: break
      }
    }
    var options = place.options.map { described("--" + $0.name, $0.help) }
    options.append(described("--help", "Show the help of this command"))
    let lists = "entries=(\(commands.joined(separator: " "))); flags=(\(options.joined(separator: " ")))"
    return "    (\(shellQuoted(place.name))) \(lists);\(paths) ;;"
  }

  private func described(_ name: String, _ help: String) -> String {
    shellQuoted(name + ":" + help)
  }
}
