extension Span where Element == UInt8 {
  /// The first position from `start` on whose byte is one of these; the count when there is none.
  func firstIndex(from start: Int, where isWanted: (UInt8) -> Bool) -> Int {
    var index = start
    while index < count, !isWanted(self[index]) { index += 1 }
    return index
  }

  /// Whether these bytes stand at a position.
  func matches(_ expected: [UInt8], at start: Int) -> Bool {
    guard start + expected.count <= count else { return false }
    for offset in expected.indices where self[start + offset] != expected[offset] { return false }
    return true
  }

  /// The same without regard to case; `lowercase` is in lower case.
  func matches(ignoringCase lowercase: [UInt8], at start: Int) -> Bool {
    guard start + lowercase.count <= count else { return false }
    for offset in lowercase.indices where ASCII.lowercased(self[start + offset]) != lowercase[offset] { return false }
    return true
  }

  /// A copy of a part.
  func array(_ range: Range<Int>) -> [UInt8] {
    range.map { self[$0] }
  }
}
