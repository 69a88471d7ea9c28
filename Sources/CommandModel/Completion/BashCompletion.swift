extension Command {
  /// A script for bash 4 or later that completes commands, options and their values; to be sourced.
  public func bashCompletion() -> String {
    let table = CompletionTable(self)
    let name = table.functionName
    return """
      # bash completion for \(table.program); source it or put it into the directory of your completions.
      \(name)() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} place=\(table.program) index
        if [[ $current == "=" ]]; then
          current=""
        elif [[ $previous == "=" ]]; then
          previous=${COMP_WORDS[COMP_CWORD-2]}
        fi
        for ((index = 1; index < COMP_CWORD; index++)); do
          case "$place ${COMP_WORDS[index]}" in
            \(table.descents.map(shellQuoted).joined(separator: "|"))) place="$place ${COMP_WORDS[index]}" ;;
          esac
        done
        COMPREPLY=()
        case "$place|$previous" in
      \(table.places.flatMap(values).joined(separator: "\n"))
        esac
        case "$place" in
      \(table.places.map(words).joined(separator: "\n"))
        esac
      }
      complete -F \(name) \(table.program)

      """
  }

  private func values(_ place: CompletionTable.Place) -> [String] {
    place.options.compactMap { option in
      guard let kind = option.value else { return nil }
      let long = shellQuoted("\(place.name)|--\(option.name)")
      let short = option.short.map { "|" + shellQuoted("\(place.name)|-\($0)") } ?? ""
      return "    \(long)\(short)) \(candidates(kind)) return ;;"
    }
  }

  private func candidates(_ kind: ValueKind) -> String {
    switch kind {
    case .text, .integer: ""
    case .choice(let words):
      "COMPREPLY=($(compgen -W \(shellQuoted(words.joined(separator: " "))) -- \"$current\"));"
    case .directory: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$current\");"
    case .file: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\");"
    }
  }

  private func words(_ place: CompletionTable.Place) -> String {
    var words = place.commands.map(\.name)
    var paths = ""
    for argument in place.arguments {
      switch argument.kind {
      case .choice(let choices): words += choices
      case .directory, .file: paths = candidates(argument.kind) + " "
      case .text, .integer: break
      }
    }
    words += place.options.map { "--" + $0.name } + ["--help"]
    let list = "COMPREPLY+=($(compgen -W \(shellQuoted(words.joined(separator: " "))) -- \"$current\"))"
    return "    \(shellQuoted(place.name))) \(paths)\(list) ;;"
  }
}
