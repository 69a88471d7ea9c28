import CommandModel

/// A part of a command's output for people. Values come from agents and files: none reaches the terminal unescaped.
enum HumanBlock: Equatable {
  /// A title with labelled values; an empty value shows as `--`.
  case section(String, [(label: String, value: String)])
  /// A title with rows under column heads; `(empty)` stands for no rows, `--` for an empty cell.
  case table(String, columns: [String], rows: [[String]])

  static func == (left: HumanBlock, right: HumanBlock) -> Bool { left.text == right.text }

  /// The block as lines, each ended by a line feed.
  var text: String {
    switch self {
    case .section(let title, let rows): Self.heading(title) + Self.section(rows)
    case .table(let title, let columns, let rows): Self.heading(title) + Self.table(columns, rows)
    }
  }

  /// Blocks with an empty line between them.
  static func text(_ blocks: [HumanBlock]) -> String {
    blocks.map(\.text).joined(separator: "\n")
  }

  /// One line of a list without end: its cells two blanks apart.
  static func line(_ cells: [String]) -> String {
    cells.map(shown).joined(separator: "  ") + "\n"
  }

  private static func heading(_ title: String) -> String {
    let title = Printable.escaped(title)
    return title + "\n" + String(repeating: "=", count: TextWidth.columns(title)) + "\n"
  }

  private static func section(_ rows: [(label: String, value: String)]) -> String {
    let width = rows.map { TextWidth.columns($0.label) + 1 }.max() ?? 0
    return rows.map { TextWidth.padded($0.label + ":", to: width) + "  " + shown($0.value) + "\n" }.joined()
  }

  private static func table(_ columns: [String], _ rows: [[String]]) -> String {
    let dashes = columns.map { String(repeating: "-", count: max(3, TextWidth.columns($0))) }
    let body = rows.isEmpty ? [["(empty)"]] : rows.map { $0.map(shown) }
    let lines = [columns, dashes] + body
    let widths = columns.indices.map { column in
      lines.map { $0.indices.contains(column) ? TextWidth.columns($0[column]) : 0 }.max() ?? 0
    }
    return lines.map { line in
      line.enumerated().map { column, cell in
        column == line.count - 1 ? cell : TextWidth.padded(cell, to: widths[column]) + "  "
      }.joined() + "\n"
    }.joined()
  }

  private static func shown(_ value: String) -> String {
    value.isEmpty ? "--" : Printable.escaped(value)
  }
}
