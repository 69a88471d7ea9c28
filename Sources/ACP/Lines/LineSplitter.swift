/// Cuts a byte stream into lines and knows where in the stream each of them ends.
///
/// Lines end at `\n` alone: carriage returns, U+2028, U+0085 and the like are legal inside JSON.
public struct LineSplitter: Sendable {
  /// The longest line that an agent may send, in bytes without its end.
  public static let defaultLimit = 32 << 20

  /// One line.
  public struct Line: Sendable, Equatable {
    /// The line without its end.
    public var bytes: [UInt8]
    /// The byte of the stream at which it begins.
    public var start: Int64
    /// The byte of the stream behind it and its end: where reading goes on once it is dealt with.
    public var end: Int64

    /// Makes a line of its parts.
    public init(bytes: [UInt8], start: Int64, end: Int64) {
      self.bytes = bytes
      self.start = start
      self.end = end
    }
  }

  /// A line is longer than the limit; nothing can be read behind it.
  public struct LineTooLong: Error, Hashable, Sendable {
    /// The byte of the stream at which it begins.
    public var start: Int64
    /// The limit, in bytes.
    public var limit: Int

    /// Makes an error of its parts.
    public init(start: Int64, limit: Int) {
      self.start = start
      self.limit = limit
    }
  }

  private var buffer: [UInt8] = []
  private var consumed = 0
  private var searched = 0
  private var base: Int64
  private let limit: Int

  /// Starts at a byte of the stream, which must be the beginning of a line.
  public init(offset: Int64 = 0, limit: Int = defaultLimit) {
    base = offset
    self.limit = limit
  }

  /// The byte of the stream behind the last line that was taken.
  public var offset: Int64 { base + Int64(consumed) }

  /// How many bytes are waiting, whole lines included.
  public var pending: Int { buffer.count - consumed }

  /// Adds the next bytes of the stream.
  public mutating func append(_ bytes: some Sequence<UInt8>) {
    if consumed > 0 {
      buffer.removeSubrange(..<consumed)
      base += Int64(consumed)
      searched -= consumed
      consumed = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// Takes the next whole line; nil when more bytes are needed.
  ///
  /// - Throws: `LineTooLong` as soon as the line is known to be longer than the limit, and from then on.
  public mutating func next() throws(LineTooLong) -> Line? {
    let end = newline()
    guard (end ?? buffer.count) - consumed <= limit else { throw LineTooLong(start: offset, limit: limit) }
    guard let end else { return nil }
    let line = Line(bytes: Array(buffer[consumed..<end]), start: offset, end: base + Int64(end) + 1)
    consumed = end + 1
    searched = consumed
    return line
  }

  /// Takes what is left at the end of the stream, a line without an end; nil when there is nothing.
  public mutating func rest() -> Line? {
    guard pending > 0 else { return nil }
    let line = Line(bytes: Array(buffer[consumed...]), start: offset, end: base + Int64(buffer.count))
    consumed = buffer.count
    searched = consumed
    return line
  }

  /// The index of the next `\n`; no byte is looked at twice.
  private mutating func newline() -> Int? {
    let end = Self.newline(in: buffer.span, from: searched)
    searched = end ?? buffer.count
    return end
  }

  /// Looks at eight bytes at a time; the lowest hit in a word is always a real one.
  private static func newline(in bytes: Span<UInt8>, from start: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var position = start
    while bytes.count - position >= 8 {
      let word = UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      let difference = word ^ (ones &* 0x0A)
      let hits = (difference &- ones) & ~difference & (ones << 7)
      guard hits == 0 else { return position + hits.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < bytes.count {
      if bytes[position] == 0x0A { return position }
      position += 1
    }
    return nil
  }
}
