/// Why bytes cannot be read as what they should be.
public enum WireError: Error, Equatable, Sendable {
  /// They end too early.
  case truncated
  /// A value in them is not allowed.
  case invalid
}

/// Builds a payload: numbers in little-endian order, texts and lists with their length before them.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ value: UInt8) { bytes.append(value) }

  mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func put(_ value: UInt32) {
    for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt32(shift)))) }
  }

  mutating func put(_ value: UInt64) {
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(shift)))) }
  }

  mutating func put(_ value: Int32) { put(UInt32(bitPattern: value)) }

  mutating func put(_ value: [UInt8]) {
    put(UInt32(truncatingIfNeeded: value.count))
    bytes += value
  }

  mutating func put(_ value: ByteText) { put(value.bytes) }

  mutating func put(_ values: [ByteText]) {
    put(UInt32(truncatingIfNeeded: values.count))
    for value in values { put(value) }
  }
}

/// Reads a payload in the order in which it was built. What follows the known fields is left alone, so that a later
/// version may append some.
struct WireReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func number(_ size: Int) throws(WireError) -> UInt64 {
    guard bytes.count - position >= size else { throw .truncated }
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += size
    return value
  }

  mutating func uint8() throws(WireError) -> UInt8 { UInt8(truncatingIfNeeded: try number(1)) }

  mutating func bool() throws(WireError) -> Bool { try number(1) != 0 }

  mutating func uint32() throws(WireError) -> UInt32 { UInt32(truncatingIfNeeded: try number(4)) }

  mutating func int32() throws(WireError) -> Int32 { Int32(bitPattern: try uint32()) }

  mutating func uint64() throws(WireError) -> UInt64 { try number(8) }

  mutating func data() throws(WireError) -> [UInt8] {
    let count = Int(try uint32())
    guard bytes.count - position >= count else { throw .truncated }
    defer { position += count }
    return [UInt8](bytes[position..<(position + count)])
  }

  /// A text that can be given to the system: without a NUL.
  mutating func text() throws(WireError) -> ByteText {
    let bytes = try data()
    if bytes.contains(0) { throw .invalid }
    return ByteText(bytes: bytes)
  }

  mutating func list() throws(WireError) -> [ByteText] {
    let count = Int(try uint32())
    // Each entry takes four bytes at least, so a count beyond that is a lie and not worth an allocation.
    guard count <= (bytes.count - position) / 4 else { throw .truncated }
    var values: [ByteText] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try text()) }
    return values
  }
}
