/// Builds one JSON object in one line.
struct JSONLineWriter {
  private var bytes: [UInt8] = [0x7b]

  mutating func put(_ name: StaticString, _ value: UInt64) {
    key(name)
    bytes += String(value).utf8
  }

  mutating func put(_ name: StaticString, _ value: Int64?) {
    key(name)
    if let value { bytes += String(value).utf8 } else { bytes += "null".utf8 }
  }

  mutating func put(_ name: StaticString, _ value: ByteText) {
    key(name)
    bytes.append(0x22)
    for byte in value.bytes {
      switch byte {
      case 0x22, 0x5c: bytes += [0x5c, byte]
      case 0..<0x20: bytes += [0x5c, 0x75, 0x30, 0x30, 0x30 + (byte >> 4), Self.digit(byte & 15)]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  mutating func put(_ name: StaticString, _ values: [Int32]) {
    key(name)
    bytes.append(0x5b)
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(0x2c) }
      bytes += String(value).utf8
    }
    bytes.append(0x5d)
  }

  /// The object and the end of the line.
  func finished() -> [UInt8] { bytes + [0x7d, 0x0a] }

  private mutating func key(_ name: StaticString) {
    if bytes.count > 1 { bytes.append(0x2c) }
    bytes.append(0x22)
    bytes += UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    bytes += [0x22, 0x3a]
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
