public import JSON

/// A message, or a part of one, that goes both ways between JSON and a type.
///
/// Reading is strict about what the type cannot do without and lenient about the rest: an optional field of the wrong
/// type reads as absent, as the protocol's own libraries do. Unknown fields are not kept here; whoever must keep them
/// keeps the bytes.
public protocol WireValue: Sendable {
  /// Reads a value.
  init(json: JSONValue) throws(InvalidField)
  /// The value as it goes on the wire.
  var json: JSONValue { get }
}

/// A field that a message must have is absent or of the wrong type.
public struct InvalidField: Error, Hashable, Sendable, CustomStringConvertible {
  /// The key.
  public var field: String
  /// What should be there.
  public var expected: String

  /// Makes an error of its parts.
  public init(_ field: String, expected: String) {
    self.field = field
    self.expected = expected
  }

  /// The reason, as a sentence without its end.
  public var description: String { "field `\(field)`: expected \(expected)" }
}

/// A name that the protocol may add to: known ones are constants, others pass through.
public protocol WireName: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
  /// Makes the name of that text.
  init(rawValue: String)
}

extension WireName {
  /// The name on the wire.
  public var description: String { rawValue }

  var json: JSONValue { .string(rawValue) }
}

extension JSONValue {
  func requiredString(_ key: String) throws(InvalidField) -> String {
    guard let text = self[key]?.string else { throw InvalidField(key, expected: "a string") }
    return text
  }

  func required<Value: WireValue>(_ key: String, as type: Value.Type) throws(InvalidField) -> Value {
    guard let value = self[key] else { throw InvalidField(key, expected: "an object") }
    return try Value(json: value)
  }

  func requiredArray<Value: WireValue>(_ key: String, of type: Value.Type) throws(InvalidField) -> [Value] {
    guard let elements = self[key]?.array else { throw InvalidField(key, expected: "an array") }
    var values: [Value] = []
    for element in elements { values.append(try Value(json: element)) }
    return values
  }

  /// The elements of an optional array that can be read; others are left out.
  func array<Value: WireValue>(_ key: String, of type: Value.Type) -> [Value] {
    self[key]?.array?.compactMap { try? Value(json: $0) } ?? []
  }

  func optional<Value: WireValue>(_ key: String, as type: Value.Type) -> Value? {
    self[key].flatMap { $0.object == nil ? nil : try? Value(json: $0) }
  }

  func strings(_ key: String) -> [String] { self[key]?.array?.compactMap(\.string) ?? [] }

  func flag(_ key: String) -> Bool { self[key]?.bool ?? false }

  /// Whether a capability that is an object is offered.
  func offers(_ key: String) -> Bool { self[key]?.object != nil }

  /// What stands under `_meta`; nil unless it is an object.
  var meta: JSONValue? { self["_meta"].flatMap { $0.object == nil ? nil : $0 } }

  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  static func list(_ values: [some WireValue]) -> JSONValue { .array(values.map(\.json)) }

  /// A string, or nothing.
  static func optional(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }

  /// A whole number, or nothing.
  static func optional(_ number: Int?) -> JSONValue? { number.map { .int($0) } }
}
