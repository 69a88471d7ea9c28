/// A place in a text that people edit.
public struct TextPosition: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Counted from 1.
  public let line: Int
  /// Counted from 1 in code points, as editors count.
  public let column: Int
  /// Counted from 0 in bytes.
  public let offset: Int

  /// Makes the position; nothing is checked against a text.
  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }

  /// Orders places of one text as a reader meets them.
  public static func < (left: TextPosition, right: TextPosition) -> Bool { left.offset < right.offset }

  /// `line:column`, the way compilers write it.
  public var description: String { "\(line):\(column)" }
}
