import Diagnostics
import JSON

/// Reads the members of a JSON body and says which one is wrong. Unknown members are ignored.
struct BodyReader {
  private let object: JSONObject

  /// Reads one JSON object. Without bytes it is an empty one where `allowsEmpty`.
  ///
  /// - Throws: `invalid_json`.
  init(_ bytes: [UInt8], allowsEmpty: Bool = false) throws(AghError) {
    if bytes.isEmpty, allowsEmpty {
      object = JSONObject()
      return
    }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONParser.parse(bytes, duplicateKeys: .lastWins)
    } catch {
      throw AghError(.invalidJSON, bytes.isEmpty ? "the request has no body" : "the request body is no JSON: \(error)")
    }
    guard let object = value.object else { throw AghError(.invalidJSON, "the request body must be a JSON object") }
    self.object = object
  }

  /// A text without blanks at its ends; nil when it is absent, null or blank.
  func text(_ name: String) throws(AghError) -> String? {
    guard let text = try exactText(name) else { return nil }
    let trimmed = text.trimmingBlanks
    return trimmed.isEmpty ? nil : String(trimmed)
  }

  /// A text as it is; nil when it is absent or null.
  func exactText(_ name: String) throws(AghError) -> String? {
    guard let value = object[name], !value.isNull else { return nil }
    guard let text = value.string else { throw Self.wrongType(name, "a string") }
    return text
  }

  /// A whole number; nil when it is absent or null.
  func integer(_ name: String) throws(AghError) -> Int? {
    guard let value = object[name], !value.isNull else { return nil }
    guard let number = value.int else { throw Self.wrongType(name, "a whole number") }
    return number
  }

  /// A list of texts; empty when it is absent or null.
  func texts(_ name: String) throws(AghError) -> [String] {
    try array(name).map { element throws(AghError) in
      guard let text = element.string else { throw Self.wrongType(name, "a list of strings") }
      return text
    }
  }

  /// A list; empty when it is absent or null.
  func array(_ name: String) throws(AghError) -> [JSONValue] {
    guard let value = object[name], !value.isNull else { return [] }
    guard let array = value.array else { throw Self.wrongType(name, "a list") }
    return array
  }

  /// Refuses members that ask for something there is no code for yet: leaving them out of account would be a lie.
  func refuse(_ names: String...) throws(AghError) {
    for name in names where try text(name) != nil {
      throw AghError(.notSupportedYet, "\(name) is not supported yet")
    }
  }

  private static func wrongType(_ name: String, _ type: String) -> AghError {
    AghError(.invalidJSON, "\(name) must be \(type)")
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingBlanks: Substring {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...last]
  }
}
