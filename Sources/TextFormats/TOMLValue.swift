/// A value of a TOML document.
public enum TOMLValue: Sendable, Equatable {
  /// A string, unquoted and unescaped.
  case string(String)
  /// A whole number of 64 bits.
  case integer(Int64)
  /// A float, `inf` and `nan` included.
  case float(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// A date, a time or both, as RFC 3339 writes them; without an offset where the text has none.
  case temporal(String, TemporalKind)
  /// An array, or an array of tables.
  case array([TOMLItem])
  /// A table, inline or not.
  case table(TOMLTable)

  /// Which parts a date or time has.
  public enum TemporalKind: Sendable { case date, time, dateTime }

  /// What a person calls this kind of value, for use in an error: "string", "integer", "table" …
  public var kindName: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .float: "float"
    case .boolean: "boolean"
    case .temporal(_, .date): "date"
    case .temporal(_, .time): "time"
    case .temporal(_, .dateTime): "date-time"
    case .array: "array"
    case .table: "table"
    }
  }
}

/// A value and where it stands.
public struct TOMLItem: Sendable, Equatable {
  /// The value.
  public let value: TOMLValue
  /// From its first character to the place after its last. For a table made by a header, the header.
  public let range: Range<TextPosition>

  /// The text, when it is a string.
  public var string: String? {
    if case .string(let text) = value { text } else { nil }
  }

  /// The number, when it is an integer.
  public var integer: Int64? {
    if case .integer(let number) = value { number } else { nil }
  }

  /// The number, when it is a float or an integer.
  public var number: Double? {
    switch value {
    case .float(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  /// The truth value, when it is a boolean.
  public var boolean: Bool? {
    if case .boolean(let flag) = value { flag } else { nil }
  }

  /// The elements, when it is an array (or an array of tables).
  public var array: [TOMLItem]? {
    if case .array(let items) = value { items } else { nil }
  }

  /// The table, when it is one.
  public var table: TOMLTable? {
    if case .table(let table) = value { table } else { nil }
  }
}

/// The entries of a table in the order of the text.
public struct TOMLTable: Sendable, Equatable {
  /// One key with its value.
  public struct Entry: Sendable, Equatable {
    /// The key, unquoted and unescaped.
    public let key: String
    /// Where the key stands: its own part only, in `a.b = 1` and `[a.b]`.
    public let keyRange: Range<TextPosition>
    /// What it is set to.
    public let item: TOMLItem
  }

  /// Every entry once, in the order in which the keys first appear.
  public let entries: [Entry]

  /// The entry of that key.
  public func entry(_ key: String) -> Entry? {
    entries.first { $0.key == key }
  }

  /// The value of that key.
  public subscript(key: String) -> TOMLItem? {
    entry(key)?.item
  }
}
