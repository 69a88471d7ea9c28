/// Emphasis on a terminal; plain text elsewhere.
struct TextStyle {
  /// Whether the escape sequences of a terminal may be written.
  let isColored: Bool

  func faint(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
  func strong(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
