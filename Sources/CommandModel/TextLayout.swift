/// Breaking text into lines and columns for a terminal.
enum TextLayout {
  /// Breaks a paragraph between words so that no line is longer than `width`, unless one word is.
  static func wrap(_ text: String, width: Int, indent: Int = 0) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    lines.append(line)
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  /// Two columns, the second one wrapped beside the first.
  static func columns(_ rows: [(String, String)], width: Int) -> String {
    let longest = rows.map(\.0.count).max() ?? 0
    let indent = min(longest, 34) + 4
    return rows.map { left, right in
      let padding = left.count + 2 <= indent - 2 ? indent - 2 - left.count : 2
      return "  " + left + String(repeating: " ", count: padding) + wrap(right, width: width, indent: indent)
    }.joined(separator: "\n")
  }
}
