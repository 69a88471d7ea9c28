/// Writes strings so that only what JSON demands is escaped, and nothing for the sake of HTML.
enum Escaper {
  /// Appends a text with its quotes.
  static func append(_ text: String, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &output) }
  }

  /// Appends UTF-8 with its quotes; what is not UTF-8 becomes U+FFFD.
  static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    append(String(decoding: bytes, as: UTF8.self), to: &output)
  }

  private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    output.append(ASCII.quote)
    var plain = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash {
        output.append(contentsOf: bytes[plain..<index])
        appendEscape(byte, to: &output)
        plain = index + 1
      }
      index += 1
    }
    output.append(contentsOf: bytes[plain...])
    output.append(ASCII.quote)
  }

  private static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(ASCII.backslash)
    switch byte {
    case ASCII.quote, ASCII.backslash: output.append(byte)
    case ASCII.newline: output.append(UInt8(ascii: "n"))
    case ASCII.carriageReturn: output.append(UInt8(ascii: "r"))
    case ASCII.tab: output.append(UInt8(ascii: "t"))
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      output.append(contentsOf: "u00".utf8)
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 15)])
    }
  }
}
