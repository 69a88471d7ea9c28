/// A parsed TOML 1.0 document in which every key and value knows where it stands.
///
/// Values keep the order of the text. Duplicate keys, integers beyond 64 bits, impossible dates and invalid UTF-8 are
/// syntax errors.
public struct TOMLDocument: Sendable {
  /// The table of the whole document.
  public let root: TOMLTable

  /// What a document may cost.
  public struct Limits: Sendable {
    /// The longest document, in bytes.
    public var bytes = 4 << 20
    /// The most tables, arrays and values together.
    public var nodes = 200_000

    /// The limits that fit any file a person writes.
    public init() {}
  }

  /// Parses UTF-8.
  ///
  /// - Throws: the first fault of the text with its place. Tables and arrays may be 64 deep and keys have 64 parts.
  public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(TOMLSyntaxError) {
    root = try TOMLParser.parse(bytes, limits: limits)
  }
}

/// Why a text is no TOML document.
public struct TOMLSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence without the place.
  public let message: String
  /// Where the parser stopped; nil for a fault of the whole document, like its length.
  public let position: TextPosition?

  /// The message behind its place.
  public var description: String {
    guard let position else { return message }
    return "\(position): \(message)"
  }
}
