/// Why some bytes are not the JSON text they should be.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// The text ends inside a value, or is empty.
    case truncated
    /// A byte that cannot stand here.
    case unexpectedByte
    /// A number that JSON does not know, such as `01` or `1.`.
    case badNumber
    /// An escape that JSON does not know.
    case badEscape
    /// Bytes that are not UTF-8.
    case badUTF8
    /// An unescaped control character inside a string.
    case controlCharacter
    /// More than `JSONLimits.depth` nested arrays and objects.
    case tooDeep
    /// An object holds this key twice.
    case duplicateKey(String)
    /// Something follows the value.
    case trailingContent
  }

  /// What is wrong.
  public var kind: Kind
  /// Where, in bytes from the start of the array that was read.
  public var offset: Int

  /// Makes an error of its parts.
  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// The reason and the place, as part of a sentence.
  public var description: String { "\(reason) at byte \(offset)" }

  private var reason: String {
    switch kind {
    case .truncated: "the JSON text ends too early"
    case .unexpectedByte: "unexpected character"
    case .badNumber: "malformed number"
    case .badEscape: "malformed escape in a string"
    case .badUTF8: "invalid UTF-8"
    case .controlCharacter: "unescaped control character in a string"
    case .tooDeep: "more than \(JSONLimits.depth) nested values"
    case .duplicateKey(let key): "duplicate key \"\(key)\""
    case .trailingContent: "unexpected content after the value"
    }
  }
}

/// Bounds that hold for everything that reads JSON here.
public enum JSONLimits {
  /// The most arrays and objects that may lie inside each other.
  public static let depth = 128
}
