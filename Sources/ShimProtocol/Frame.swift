/// What every frame between daemon and shim begins with: 16 bytes, little-endian.
///
/// The layout is u32 length of the payload, u8 kind, three zero bytes, u64 number. It is the same in every version of
/// the protocol, so that a frame of an unknown kind can be stepped over.
public struct FrameHeader: Equatable, Sendable {
  /// The size of a header in bytes.
  public static let size = 16
  /// The most bytes that a payload may have.
  public static let largestPayload = 1 << 20

  /// The length of the payload in bytes.
  public var length: Int
  /// What the frame says; see ``ClientFrame`` and ``ShimFrame``.
  public var kind: UInt8
  /// A number whose meaning the kind decides.
  public var number: UInt64

  /// Makes a header.
  public init(kind: UInt8, number: UInt64 = 0, length: Int = 0) {
    self.length = length
    self.kind = kind
    self.number = number
  }

  /// The header followed by `payload`, whose length it takes.
  func encoded(_ payload: [UInt8] = []) -> [UInt8] {
    var writer = WireWriter()
    writer.put(UInt32(truncatingIfNeeded: payload.count))
    writer.put(UInt32(kind))
    writer.put(number)
    return writer.bytes + payload
  }
}

/// One frame as it came: header and payload.
public struct RawFrame: Equatable, Sendable {
  /// What it begins with.
  public var header: FrameHeader
  /// What follows.
  public var payload: [UInt8]

  /// Makes a frame.
  public init(header: FrameHeader, payload: [UInt8]) {
    self.header = header
    self.payload = payload
  }
}

/// Cuts a stream of bytes into frames. Bytes may come in pieces of any size.
public struct FrameReader: Sendable {
  private var bytes: [UInt8] = []
  private var start = 0

  /// Begins at the beginning of a stream.
  public init() {}

  /// Takes the next bytes of the stream.
  public mutating func append(_ more: UnsafeRawBufferPointer) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next whole frame; nil when more bytes are needed. A payload beyond ``FrameHeader/largestPayload`` is
  /// ``WireError/invalid``: the stream cannot be read on.
  public mutating func next() throws(WireError) -> RawFrame? {
    guard bytes.count - start >= FrameHeader.size else { return nil }
    var reader = WireReader([UInt8](bytes[start..<(start + FrameHeader.size)]))
    let length = Int(try reader.uint32())
    let kind = UInt8(truncatingIfNeeded: try reader.uint32())
    let number = try reader.uint64()
    guard length <= FrameHeader.largestPayload else { throw .invalid }
    let payload = start + FrameHeader.size
    guard bytes.count - payload >= length else { return nil }
    let frame = RawFrame(
      header: FrameHeader(kind: kind, number: number, length: length),
      payload: [UInt8](bytes[payload..<(payload + length)]))
    start = payload + length
    if start == bytes.count {
      bytes = []
      start = 0
    }
    return frame
  }
}
