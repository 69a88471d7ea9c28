internal import CSQLite

/// One row of a result, readable only inside the closure that receives it.
///
/// Columns are counted from 0. The forms without `?` read NULL as 0 or empty; the type of a column is the schema's
/// business (STRICT tables).
public struct Row: ~Copyable {
  let handle: OpaquePointer

  /// Whether the column is NULL.
  public func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  /// The column as an integer.
  public subscript(column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

  /// The column as an integer, or nil for NULL.
  public subscript(column: Int) -> Int64? { isNull(column) ? nil : sqlite3_column_int64(handle, Int32(column)) }

  /// The column as a floating-point number.
  public subscript(column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

  /// The column as a floating-point number, or nil for NULL.
  public subscript(column: Int) -> Double? { isNull(column) ? nil : sqlite3_column_double(handle, Int32(column)) }

  /// The column as text; bytes that are no UTF-8 are replaced.
  public subscript(column: Int) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }

  /// The column as text, or nil for NULL.
  public subscript(column: Int) -> String? {
    isNull(column) ? nil : withBytes(column) { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a BLOB or TEXT column, exactly as they are stored.
  public subscript(column: Int) -> [UInt8] { withBytes(column) { [UInt8]($0) } }

  /// The bytes of a BLOB or TEXT column, or nil for NULL.
  public subscript(column: Int) -> [UInt8]? { isNull(column) ? nil : withBytes(column) { [UInt8]($0) } }

  /// The length of a BLOB or TEXT column in bytes.
  public func byteCount(_ column: Int) -> Int {
    Int(sqlite3_column_bytes(handle, Int32(column)))
  }

  /// Gives the bytes of a BLOB or TEXT column without a copy; they are valid only inside `body`.
  public func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    // The pointer first: asking for it may convert the value, and the length is that of the converted one.
    let start = sqlite3_column_blob(handle, Int32(column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : byteCount(column)))
  }
}
