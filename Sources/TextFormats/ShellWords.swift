/// Splits a command line the way a shell does, without being one: quotes and backslashes count, nothing is expanded.
public enum ShellWords {
  /// The words of a line; nil when a quote is not closed or the line ends in a backslash.
  ///
  /// Within single quotes everything is literal; within double quotes a backslash escapes `"`, `\`, `$`, `` ` `` and a
  /// line end; elsewhere it escapes any character. Variables, globs, `;`, `|` and `#` have no meaning.
  public static func split(_ text: String) -> [String]? {
    var splitter = Splitter(text)
    return splitter.words()
  }

  private struct Splitter {
    private var rest: Substring.UnicodeScalarView
    private var found: [String] = []
    /// Nil between words, so that `''` is a word of its own.
    private var word: String.UnicodeScalarView?

    init(_ text: String) {
      rest = text[...].unicodeScalars
    }

    mutating func words() -> [String]? {
      while let scalar = rest.popFirst() {
        switch scalar {
        case " ", "\t", "\n", "\r": endWord()
        case "'": guard takeSingleQuoted() else { return nil }
        case "\"": guard takeDoubleQuoted() else { return nil }
        case "\\":
          guard let next = rest.popFirst() else { return nil }
          if next != "\n" { append(next) }
        default: append(scalar)
        }
      }
      endWord()
      return found
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
      word = word ?? String.UnicodeScalarView()
      word?.append(scalar)
    }

    private mutating func endWord() {
      if let word { found.append(String(word)) }
      word = nil
    }

    private mutating func takeSingleQuoted() -> Bool {
      word = word ?? String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        if scalar == "'" { return true }
        append(scalar)
      }
      return false
    }

    private mutating func takeDoubleQuoted() -> Bool {
      word = word ?? String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        if scalar == "\"" { return true }
        guard scalar == "\\", let next = rest.popFirst() else {
          append(scalar)
          continue
        }
        if !["\"", "\\", "$", "`", "\n"].contains(next) { append(scalar) }
        if next != "\n" { append(next) }
      }
      return false
    }
  }
}
