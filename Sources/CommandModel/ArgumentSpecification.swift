/// A positional argument of a command.
public struct ArgumentSpecification: Sendable, Hashable {
  /// How often the argument may stand on the line.
  public enum Count: Sendable, Hashable {
    /// Exactly once: the command line is refused without it.
    case one
    /// Once or not at all.
    case optional
    /// As often as one likes, not at all included.
    case any
  }

  /// The name in help and errors, without brackets.
  public var name: String
  /// What it is, in one line without a full stop. Errors quote it.
  public var help: String
  /// What it takes.
  public var kind: ValueKind
  /// How often it may stand on the line.
  public var count: Count

  /// Makes a positional argument.
  public init(_ name: String, kind: ValueKind = .text, count: Count = .one, help: String) {
    self.name = name
    self.help = help
    self.kind = kind
    self.count = count
  }

  /// As shown in a usage line.
  var synopsis: String {
    switch count {
    case .one: "<\(name)>"
    case .optional: "[\(name)]"
    case .any: "[\(name)…]"
    }
  }
}
