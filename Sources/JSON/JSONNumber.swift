/// A JSON number, kept as the text it was written with, so that nothing is rounded on the way through.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
  /// The number as JSON writes it.
  public let text: String

  /// A whole number.
  public init(_ value: some BinaryInteger) {
    text = String(value)
  }

  /// A finite floating-point number in the shortest form that reads back as the same; nil for infinities and NaN.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value.magnitude < 0x1p53 && value == Double(Int64(value)) ? String(Int64(value)) : "\(value)"
  }

  /// Fails unless `text` is a number by JSON's grammar.
  public init?(text: String) {
    let bytes = Array(text.utf8)
    guard let value = try? JSONParser.parse(bytes), case .number(let number) = value, number.text == text else {
      return nil
    }
    self = number
  }

  /// Takes text that the lexer has checked.
  init(validated text: String) {
    self.text = text
  }

  /// The value when it is whole and fits; `2.0` and `1e3` count as whole.
  public var int: Int? {
    if let value = Int(text) { return value }
    guard let value = Double(text), value.magnitude < 0x1p53, value == Double(Int(value)) else { return nil }
    return Int(value)
  }

  /// The nearest double; infinite for a number that is too large for one.
  public var double: Double { Double(text) ?? .nan }

  /// The number as JSON writes it.
  public var description: String { text }
}
