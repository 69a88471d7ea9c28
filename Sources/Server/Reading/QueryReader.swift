import API
import Diagnostics
import HTTP
import Platform

/// Reads query parameters and says which one is wrong.
struct QueryReader {
  private let request: HTTPRequest

  init(_ request: HTTPRequest) {
    self.request = request
  }

  /// A text; nil when it is absent or empty.
  func text(_ name: String) -> String? {
    request.queryValue(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Texts of a parameter that may be repeated and may hold a list with commas.
  func texts(_ name: String) -> [String] {
    request.queryValues(name).flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// A truth value, in the spellings that clients of the contract send.
  func flag(_ name: String) throws -> Bool? {
    guard let text = text(name) else { return nil }
    switch text {
    case "1", "t", "T", "true", "TRUE", "True": return true
    case "0", "f", "F", "false", "FALSE", "False": return false
    default: throw AghError(.invalidRequest, "query parameter \"\(name)\" must be a boolean, not \"\(text)\"")
    }
  }

  /// How many at most; nil for 0 and for none, which mean all there is.
  func limit(_ name: String = QueryName.limit, most: Int) throws -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text) else {
      throw AghError(.invalidRequest, "invalid \(name) query: \"\(text)\" is not a whole number")
    }
    guard number >= 0 else { throw AghError(.invalidRequest, "invalid \(name) query: must be zero or positive") }
    guard number <= most else { throw AghError(.invalidRequest, "invalid \(name) query: must be <= \(most)") }
    return number == 0 ? nil : number
  }

  /// A point in time.
  func time(_ name: String) throws -> WallTime? {
    guard let text = text(name) else { return nil }
    guard let time = WallTime(rfc3339: text) else {
      throw AghError(.invalidRequest, "invalid \(name) query: \"\(text)\" is no RFC 3339 time")
    }
    return time
  }

  /// Where a stream or a page begins: the header wins, as in the contract.
  func cursor() throws -> EventCursor? {
    if let text = request.headers[HeaderName.lastEventID], !text.isEmpty {
      guard let cursor = EventCursor(text) else { throw Self.badCursor(HeaderName.lastEventID, text) }
      return cursor
    }
    guard let text = text(QueryName.afterSequence) else { return nil }
    guard let cursor = EventCursor(text) else { throw Self.badCursor(QueryName.afterSequence, text) }
    return cursor
  }

  /// A sequence.
  func sequence(_ name: String) throws -> Int64? {
    guard let text = text(name) else { return nil }
    guard let cursor = EventCursor(text) else { throw Self.badCursor(name, text) }
    return cursor.sequence
  }

  private static func badCursor(_ name: String, _ text: String) -> AghError {
    AghError(.invalidRequest, "invalid \(name) \"\(text)\": a sequence is a whole number from 0 on")
  }
}
