/// What an option or an argument takes; the parser refuses everything else.
public enum ValueKind: Sendable, Hashable {
  /// Any text, the empty one included.
  case text
  /// A whole number in the range.
  case integer(ClosedRange<Int>)
  /// One of these words.
  case choice([String])
  /// The path of a directory. Whether it exists is the command's business.
  case directory
  /// The path of a file. Whether it exists is the command's business.
  case file

  /// Says why `text` does not fit, or `nil` when it does.
  func objection(to text: String) -> String? {
    switch self {
    case .text, .directory, .file:
      return nil
    case .integer(let range):
      guard let number = Int(text) else { return "it must be a whole number" }
      guard range.contains(number) else {
        if range.upperBound == .max { return "it must be at least \(range.lowerBound)" }
        return "it must be between \(range.lowerBound) and \(range.upperBound)"
      }
      return nil
    case .choice(let words):
      if words.contains(text) { return nil }
      return "choose \(Self.list(words))"
    }
  }

  private static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
