internal import CSQLite

/// A value that can stand for a `?` of a statement.
public protocol Bindable {
  /// Binds the value at an index counted from 1.
  func bind(to statement: Statement, at index: Int32) throws
}

extension Int64: Bindable {
  /// Binds an INTEGER.
  public func bind(to statement: Statement, at index: Int32) throws {
    try statement.check(sqlite3_bind_int64(statement.handle, index, self))
  }
}

extension Int: Bindable {
  /// Binds an INTEGER.
  public func bind(to statement: Statement, at index: Int32) throws {
    try Int64(self).bind(to: statement, at: index)
  }
}

extension Bool: Bindable {
  /// Binds 1 or 0.
  public func bind(to statement: Statement, at index: Int32) throws {
    try Int64(self ? 1 : 0).bind(to: statement, at: index)
  }
}

extension Double: Bindable {
  /// Binds a REAL.
  public func bind(to statement: Statement, at index: Int32) throws {
    try statement.check(sqlite3_bind_double(statement.handle, index, self))
  }
}

extension String: Bindable {
  /// Binds TEXT.
  public func bind(to statement: Statement, at index: Int32) throws {
    var text = self
    let rc = text.withUTF8 { csqlite_bind_text(statement.handle, index, $0.baseAddress, UInt64($0.count)) }
    try statement.check(rc)
  }
}

extension [UInt8]: Bindable {
  /// Binds a BLOB; see ``UTF8Text`` for a TEXT column.
  public func bind(to statement: Statement, at index: Int32) throws {
    let rc = withUnsafeBytes { csqlite_bind_blob(statement.handle, index, $0.baseAddress, UInt64($0.count)) }
    try statement.check(rc)
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  /// Binds the value, or NULL.
  public func bind(to statement: Statement, at index: Int32) throws {
    switch self {
    case .some(let value): try value.bind(to: statement, at: index)
    case .none: try statement.check(sqlite3_bind_null(statement.handle, index))
    }
  }
}

/// Bytes that are stored as TEXT, unchanged: the library does not look at them.
public struct UTF8Text: Bindable {
  /// The bytes; the caller vouches for their encoding.
  public let bytes: [UInt8]

  /// Text of these bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Binds TEXT.
  public func bind(to statement: Statement, at index: Int32) throws {
    let rc = bytes.withUnsafeBytes { csqlite_bind_text(statement.handle, index, $0.baseAddress, UInt64($0.count)) }
    try statement.check(rc)
  }
}
