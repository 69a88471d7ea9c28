internal import JSON
internal import Platform
internal import SQLite

extension Row {
  /// A column that holds a time; text that is none means damage.
  func time(_ column: Int) throws -> WallTime {
    let text: String = self[column]
    guard let time = WallTime(rfc3339: text) else { throw Self.damage("\"\(text)\" is no time") }
    return time
  }

  /// A column that holds a time or NULL.
  func optionalTime(_ column: Int) throws -> WallTime? {
    isNull(column) ? nil : try time(column)
  }

  /// A column that holds a JSON array of strings.
  func strings(_ column: Int) throws -> [String] {
    guard let array = try? JSONParser.parse(self[column] as [UInt8]).array else {
      throw Self.damage("a list is no JSON array")
    }
    return array.compactMap(\.string)
  }

  static func damage(_ detail: String) -> SQLiteError {
    SQLiteError(extendedCode: SQLiteError.Code.corrupt.rawValue, message: detail, sql: "read a column")
  }
}

/// Strings as the text of a JSON array.
func jsonArray(_ strings: [String]) -> String {
  JSONValue.array(strings.map(JSONValue.string)).text
}
