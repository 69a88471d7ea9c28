/// Lines of an agent that are no messages, such as the banner of a library, made fit to be shown.
public enum LineQuote {
  /// How much of a line is quoted, in bytes.
  public static let limit = 200

  /// A line for people: at most `limit` bytes of it, bad UTF-8 replaced, control characters escaped.
  public static func text(of line: [UInt8]) -> String {
    var quote = ""
    for scalar in String(decoding: line.prefix(limit), as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x09: quote += "\\t"
      case 0x0D: quote += "\\r"
      case 0..<0x20, 0x7F..<0xA0: quote += scalar.escaped(asASCII: true)
      default: quote.unicodeScalars.append(scalar)
      }
    }
    return line.count > limit ? quote + "… (\(line.count) bytes)" : quote
  }
}
