public import TextFormats

/// One thing that is wrong with a configuration file, and where.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of fault it is; the raw value is the code that `agh config validate` prints.
  public enum Kind: String, Sendable {
    /// The file cannot be read.
    case unreadable = "config.read"
    /// The text is no TOML.
    case syntax = "config.parse"
    /// A value is of another type.
    case type = "config.decode"
    /// A key does not exist, or a value breaks a rule.
    case invalid = "config.invalid"
    /// The value asks for something that this version does not have.
    case notSupported = "config.not_supported"
  }

  /// What kind of fault it is.
  public let kind: Kind
  /// The file, as it was opened.
  public let file: String
  /// The dotted path of the key; nil for faults of the whole file.
  public let key: String?
  /// Where the fault stands; nil when it is something that the file lacks.
  public let position: TextPosition?
  /// One sentence without the place and without a full stop.
  public let message: String

  /// Makes a problem of its parts.
  public init(kind: Kind, file: String, key: String?, position: TextPosition?, message: String) {
    self.kind = kind
    self.file = file
    self.key = key
    self.position = position
    self.message = message
  }

  /// `file:line:column: message`, the way compilers write it.
  public var description: String {
    guard let position else { return "\(file): \(message)" }
    return "\(file):\(position): \(message)"
  }
}

/// Everything that is wrong with a configuration, in the order of the file; never empty.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The first one is what a person should mend first.
  public let problems: [ConfigurationProblem]

  /// Sorts the problems by their place; those without one come last.
  public init(_ problems: [ConfigurationProblem]) {
    self.problems = problems.enumerated().sorted { left, right in
      let (a, b) = (left.element.position?.offset ?? .max, right.element.position?.offset ?? .max)
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
  }

  /// One problem on each line.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

/// A part of the configuration that was accepted but does nothing in this version.
public struct ConfigurationNotice: Sendable, Hashable, CustomStringConvertible {
  /// The file, as it was opened.
  public let file: String
  /// The dotted path of the key.
  public let key: String
  /// Where it stands.
  public let position: TextPosition
  /// One sentence without the place.
  public let message: String

  /// `file:line:column: message`
  public var description: String { "\(file):\(position): \(message)" }
}
