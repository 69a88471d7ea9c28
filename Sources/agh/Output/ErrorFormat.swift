/// The format for errors of a command line that may not even be understood.
enum ErrorFormat {
  /// The format that the words ask for wherever that can be told, else the one for people.
  static func requested(by words: [String]) -> OutputFormat {
    var format = OutputFormat.human
    for (index, word) in words.enumerated() {
      if word == "--" { break }
      if word == "--json" { format = .json }
      if word == "-o" || word == "--output", index + 1 < words.count {
        format = OutputFormat(rawValue: words[index + 1]) ?? format
      }
      for prefix in ["--output=", "-o=", "-o"] where word.hasPrefix(prefix) {
        format = OutputFormat(rawValue: String(word.dropFirst(prefix.count))) ?? format
      }
    }
    return format
  }
}
