/// Text from outside, made safe to show on a terminal.
public enum Printable {
  /// Returns `text` with every control character written as an escape, so that it can neither move the cursor nor
  /// disguise what stands around it: C0, DEL and C1 as `\xNN`, line ends and tabs as `\n`, `\r` and `\t`, and the
  /// characters that reorder text as `\u{NNNN}`. With `keepingLines`, line feeds and tabs stay.
  public static func escaped(_ text: String, keepingLines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if !isControl(scalar) || (keepingLines && (scalar == "\n" || scalar == "\t")) {
        result.append(scalar)
      } else {
        result.append(contentsOf: escape(scalar).unicodeScalars)
      }
    }
    return String(result)
  }

  /// `text` in double quotes, escaped, and cut after about `limit` characters.
  public static func quoted(_ text: String, limit: Int = 200) -> String {
    let cut = text.count > limit ? text.prefix(limit) + "…" : Substring(text)
    return "\"" + escaped(String(cut)) + "\""
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let hex = String(scalar.value, radix: 16)
      if scalar.value < 0x100 { return "\\x" + (hex.count < 2 ? "0" + hex : hex) }
      return "\\u{\(hex)}"
    }
  }
}
