/// A prompt, read as a script.
///
/// Commands stand one on a line, or several on a line with `;` between them. A line in which some part is no command is
/// text and is echoed as a whole. `send` takes the rest of its line, semicolons included.
struct Script: Equatable {
  var commands: [Command] = []

  init(_ prompt: String) {
    for line in prompt.split(separator: "\n") {
      let line = line.trimmed
      if line.isEmpty { continue }
      commands += Script.commands(of: line) ?? [.echo(line)]
    }
  }

  private static func commands(of line: String) -> [Command]? {
    var found: [Command] = []
    var rest = Substring(line)
    while true {
      rest = rest.drop { $0 == " " || $0 == ";" }
      if rest.isEmpty { return found }
      if rest.hasPrefix("send ") { return Command(String(rest)).map { found + [$0] } }
      let end = rest.firstIndex(of: ";") ?? rest.endIndex
      guard let command = Command(String(rest[..<end]).trimmed) else { return nil }
      found.append(command)
      rest = rest[end...]
    }
  }
}

extension StringProtocol {
  /// Without the white space at both ends.
  var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
