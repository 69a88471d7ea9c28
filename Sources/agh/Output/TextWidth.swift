/// How many columns of a terminal a text takes.
enum TextWidth {
  /// The columns of one line: two for each wide East Asian character and emoji, one for every other character.
  static func columns(_ text: String) -> Int {
    var columns = 0
    for character in text { columns += isWide(character) ? 2 : 1 }
    return columns
  }

  /// `text` followed by blanks up to `width` columns; unchanged when it is longer.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(text)))
  }

  private static func isWide(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first?.value, first >= 0x1100 else { return false }
    switch first {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return true
    default:
      return false
    }
  }
}
