/// A command line that cannot be understood. Its texts hold no control characters, whatever was typed.
public struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, quoting what was typed and the help of the option or argument concerned.
  public let message: String
  /// What was probably meant: a command's path or an option, ready to type.
  public let suggestion: String?
  /// The words that chose the command, as far as they were understood.
  public let path: [String]

  /// Makes an error; the texts must be free of control characters already.
  public init(_ message: String, suggestion: String? = nil, path: [String]) {
    self.message = message
    self.suggestion = suggestion
    self.path = path
  }

  /// The message with its suggestion.
  public var description: String {
    guard let suggestion else { return message }
    return "\(message); did you mean \"\(suggestion)\"?"
  }

  /// The command whose help explains what is accepted here.
  public var helpCommand: String {
    (path + ["--help"]).joined(separator: " ")
  }
}
