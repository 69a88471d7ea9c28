/// Reads a flat JSON object whose values are numbers, texts, null, or lists of numbers.
///
/// It is small because it has to read only what ``JSONLineWriter`` writes; anything else is no record of ours.
struct JSONLineReader {
  enum Value: Equatable {
    case null
    case number(negative: Bool, UInt64)
    case text(ByteText)
    case list([Int32])
  }

  private var members: [(name: [UInt8], value: Value)] = []

  init(_ bytes: [UInt8]) throws(WireError) {
    var cursor = Cursor(bytes: bytes)
    try cursor.expect(0x7b)
    var first = true
    while !cursor.take(0x7d) {
      if !first { try cursor.expect(0x2c) }
      first = false
      let name = try cursor.text()
      try cursor.expect(0x3a)
      members.append((name, try cursor.value()))
    }
    _ = cursor.take(0x0a)
    guard cursor.isAtEnd else { throw .invalid }
  }

  private func value(_ name: StaticString) throws(WireError) -> Value {
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    for member in members where member.name.elementsEqual(wanted) { return member.value }
    throw .invalid
  }

  func unsigned(_ name: StaticString) throws(WireError) -> UInt64 {
    guard case .number(false, let value) = try value(name) else { throw .invalid }
    return value
  }

  func int32(_ name: StaticString) throws(WireError) -> Int32? {
    switch try value(name) {
    case .null: return nil
    case .number(let negative, let magnitude):
      guard let value = Int32(exactly: magnitude) else { throw .invalid }
      return negative ? -value : value
    default: throw .invalid
    }
  }

  func text(_ name: StaticString) throws(WireError) -> ByteText {
    guard case .text(let value) = try value(name) else { throw .invalid }
    return value
  }

  func list(_ name: StaticString) throws(WireError) -> [Int32] {
    guard case .list(let value) = try value(name) else { throw .invalid }
    return value
  }
}

/// A place in the text of an object.
private struct Cursor {
  let bytes: [UInt8]
  var position = 0

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(WireError) {
    guard !isAtEnd else { throw .truncated }
    guard take(byte) else { throw .invalid }
  }

  mutating func next() throws(WireError) -> UInt8 {
    guard !isAtEnd else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func text() throws(WireError) -> [UInt8] {
    try expect(0x22)
    var found: [UInt8] = []
    while true {
      let byte = try next()
      switch byte {
      case 0x22: return found
      case 0x5c:
        let escaped = try next()
        switch escaped {
        case 0x22, 0x5c: found.append(escaped)
        case 0x75:
          var value: UInt32 = 0
          for _ in 0..<4 { value = value << 4 | (try hexadecimal()) }
          // Only control characters are written this way.
          guard value < 0x20 else { throw .invalid }
          found.append(UInt8(value))
        default: throw .invalid
        }
      default: found.append(byte)
      }
    }
  }

  private mutating func hexadecimal() throws(WireError) -> UInt32 {
    let byte = try next()
    switch byte {
    case 48...57: return UInt32(byte - 48)
    case 97...102: return UInt32(byte - 87)
    default: throw .invalid
    }
  }

  mutating func number() throws(WireError) -> JSONLineReader.Value {
    let negative = take(0x2d)
    var value: UInt64 = 0
    var digits = 0
    while position < bytes.count, (48...57).contains(bytes[position]) {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(UInt64(bytes[position] - 48))
      guard !overflow, !carry else { throw .invalid }
      value = sum
      digits += 1
      position += 1
    }
    guard digits > 0 else { throw .invalid }
    return .number(negative: negative, value)
  }

  mutating func value() throws(WireError) -> JSONLineReader.Value {
    guard !isAtEnd else { throw .truncated }
    switch bytes[position] {
    case 0x22: return .text(ByteText(bytes: try text()))
    case 0x6e:
      for byte in "null".utf8 { try expect(byte) }
      return .null
    case 0x5b:
      position += 1
      var values: [Int32] = []
      while !take(0x5d) {
        if !values.isEmpty { try expect(0x2c) }
        guard case .number(let negative, let magnitude) = try number(), let value = Int32(exactly: magnitude) else {
          throw .invalid
        }
        values.append(negative ? -value : value)
      }
      return .list(values)
    default: return try number()
    }
  }
}
