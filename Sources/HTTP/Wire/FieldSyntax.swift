/// The grammar of header fields (RFC 9110 §5), as narrow as it can be: no folded lines, no control characters.
enum FieldSyntax {
  /// Name and trimmed value of a line `name: value`, or nil when it is none.
  static func field(_ line: ArraySlice<UInt8>) -> HTTPHeaders.Field? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon]) else { return nil }
    let value = line[(colon + 1)...]
    guard value.allSatisfy(isValueByte) else { return nil }
    let name = String(decoding: line[..<colon], as: UTF8.self)
    return HTTPHeaders.Field(name, String(decoding: trimmed(value), as: UTF8.self))
  }

  /// Whether the bytes are a token: a header name or a method.
  static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0 < 128 && tokenBytes[Int($0)] }
  }

  /// Whether a byte may stand in a field value.
  static func isValueByte(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t")
  }

  /// The bytes without spaces and tabs at both ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == space || $0 == UInt8(ascii: "\t") }
    let start = bytes.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return [] }
    return start[...last]
  }

  private static let tokenBytes: [Bool] = {
    var table = [Bool](repeating: false, count: 128)
    for byte in UInt8(33)...126 { table[Int(byte)] = true }
    for byte in "()<>@,;:\\\"/[]?={}".utf8 { table[Int(byte)] = false }
    return table
  }()
}
