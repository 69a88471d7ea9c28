/// Undoes the escapes of a string that the lexer has validated.
enum Unescaper {
  static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      guard byte == ASCII.backslash else {
        output.append(byte)
        position += 1
        continue
      }
      switch bytes[position + 1] {
      case UInt8(ascii: "n"): output.append(ASCII.newline)
      case UInt8(ascii: "t"): output.append(ASCII.tab)
      case UInt8(ascii: "r"): output.append(ASCII.carriageReturn)
      case UInt8(ascii: "b"): output.append(0x08)
      case UInt8(ascii: "f"): output.append(0x0C)
      case ASCII.u:
        position += appendScalar(bytes, at: position, end: range.upperBound, to: &output)
        continue
      case let plain: output.append(plain)
      }
      position += 2
    }
  }

  /// Appends the character of the `\u` escape at `position`, or U+FFFD for half a pair; answers how far it reached.
  private static func appendScalar(
    _ bytes: Span<UInt8>, at position: Int, end: Int, to output: inout [UInt8]
  ) -> Int {
    let first = codeUnit(bytes, at: position + 2)
    if let scalar = Unicode.Scalar(first) {
      output.append(contentsOf: Character(scalar).utf8)
      return 6
    }
    if first < 0xDC00, position + 12 <= end, bytes[position + 6] == ASCII.backslash, bytes[position + 7] == ASCII.u {
      let second = codeUnit(bytes, at: position + 8)
      if second >= 0xDC00, second <= 0xDFFF,
        let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
      {
        output.append(contentsOf: Character(scalar).utf8)
        return 12
      }
    }
    output.append(contentsOf: [0xEF, 0xBF, 0xBD])
    return 6
  }

  private static func codeUnit(_ bytes: Span<UInt8>, at position: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 4 | (ASCII.hexValue(bytes[position + $1]) ?? 0) }
  }
}
