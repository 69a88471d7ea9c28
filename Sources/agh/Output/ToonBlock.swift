/// A part of a command's output in toon, a notation that names the fields once.
enum ToonBlock {
  /// One object: its name, its fields and their values in the same order.
  case object(String, fields: [String], values: [String])
  /// A list of objects with the same fields.
  case list(String, fields: [String], rows: [[String]])

  /// The block as lines, each ended by a line feed.
  var text: String {
    switch self {
    case .object(let name, let fields, let values):
      return "\(name){\(fields.joined(separator: ","))}:\n" + Self.line(values)
    case .list(let name, let fields, let rows):
      let head = "\(name)[\(rows.count)]{\(fields.joined(separator: ","))}:\n"
      return head + (rows.isEmpty ? "  (empty)\n" : rows.map(Self.line).joined())
    }
  }

  private static func line(_ values: [String]) -> String {
    "  " + values.map(quoted).joined(separator: ",") + "\n"
  }

  /// An empty value and one that holds a separator, a quote or a control character stand in quotes with escapes.
  private static func quoted(_ value: String) -> String {
    let needsQuotes = value.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0 == "," || $0 == "\"" }
    guard value.isEmpty || needsQuotes else { return value }
    return "\"" + value.unicodeScalars.map(escaped).joined() + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case let control where control.value < 0x20 || control.value == 0x7F:
      return "\\x" + (control.value < 0x10 ? "0" : "") + String(control.value, radix: 16)
    default: return String(scalar)
    }
  }
}
