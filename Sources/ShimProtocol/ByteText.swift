/// A text of the operating system: bytes without a NUL, UTF-8 as a rule but not by law.
///
/// Compared byte by byte, unlike `String`, whose comparison takes two spellings of a letter for the same and needs
/// tables that a program as small as the shim should not carry.
public struct ByteText: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// What it consists of.
  public var bytes: [UInt8]

  /// The text that consists of these bytes.
  public init(bytes: some Sequence<UInt8>) {
    self.bytes = [UInt8](bytes)
  }

  /// The UTF-8 form of `text`.
  public init(_ text: String) {
    bytes = [UInt8](text.utf8)
  }

  /// The UTF-8 form of a literal.
  public init(stringLiteral text: String) {
    self.init(text)
  }

  /// The text for people; what is not UTF-8 in it is replaced.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether it begins with all of `prefix`.
  public func hasPrefix(_ prefix: ByteText) -> Bool { bytes.starts(with: prefix.bytes) }
}
