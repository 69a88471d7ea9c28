/// Bytes that arrive at one end and are consumed at the other.
struct ByteQueue: Sendable {
  private var storage: [UInt8] = []
  private var start = 0

  var count: Int { storage.count - start }
  var isEmpty: Bool { count == 0 }

  /// The byte at a distance from the front.
  subscript(_ offset: Int) -> UInt8 { storage[start + offset] }

  mutating func append(_ bytes: some Collection<UInt8>) {
    if start == storage.count {
      storage.removeAll(keepingCapacity: storage.capacity <= Self.keptCapacity)
      start = 0
    } else if start > Self.keptCapacity {
      storage.removeFirst(start)
      start = 0
    }
    storage.append(contentsOf: bytes)
  }

  /// The first `count` bytes, which stay in the queue.
  func prefix(_ count: Int) -> ArraySlice<UInt8> {
    storage[start..<min(storage.count, start + count)]
  }

  mutating func removeFirst(_ count: Int) {
    start += min(count, self.count)
  }

  /// The first line without its CRLF, removed from the queue; nil while no line of at most `limit` bytes is complete.
  ///
  /// - Throws: `LineError` for a line end other than CRLF, and for a line over the limit.
  mutating func removeLine(limit: Int) throws(LineError) -> ArraySlice<UInt8>? {
    let window = prefix(limit + 2)
    guard let end = window.firstIndex(of: newline) else {
      if window.count == limit + 2 { throw .tooLong }
      return nil
    }
    guard end > window.startIndex, storage[end - 1] == carriageReturn else { throw .badLineEnd }
    start = end + 1
    return window[..<(end - 1)]
  }

  enum LineError: Error {
    case badLineEnd
    case tooLong
  }

  private static let keptCapacity = 64 * 1024
}
