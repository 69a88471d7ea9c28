#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Builds the bytes of an event stream.
public struct SSEWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty writer.
  public init() {}

  /// Appends an event, ended by its empty line. Line ends in id and event name are left out: they would start a new
  /// field.
  public mutating func write(_ event: SSEEvent) {
    if let id = event.id { writeField("id", id) }
    if let name = event.event { writeField("event", name) }
    writeData(event.data)
    bytes.append(newline)
  }

  /// Appends a comment, which readers skip: a sign of life.
  public mutating func writeComment(_ text: String) {
    bytes.append(UInt8(ascii: ":"))
    bytes.append(space)
    bytes.append(contentsOf: text.utf8.filter { $0 != newline && $0 != carriageReturn })
    bytes.append(newline)
    bytes.append(newline)
  }

  /// The bytes of one event.
  public static func encode(_ event: SSEEvent) -> [UInt8] {
    var writer = SSEWriter()
    writer.bytes.reserveCapacity(event.data.count + 128)
    writer.write(event)
    return writer.bytes
  }

  private mutating func writeField(_ name: String, _ value: String) {
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(space)
    bytes.append(contentsOf: value.utf8.filter { $0 != newline && $0 != carriageReturn && $0 != 0 })
    bytes.append(newline)
  }

  /// Where the line ends that begins at `start`. Most data is one long line: it is looked for with whole words.
  private static func lineEnd(in data: [UInt8], from start: Int) -> Int {
    data.withUnsafeBytes { data in
      func first(_ byte: UInt8, before end: Int) -> Int {
        guard start < end, let base = data.baseAddress, let found = memchr(base + start, Int32(byte), end - start)
        else {
          return end
        }
        return base.distance(to: UnsafeRawPointer(found))
      }
      return first(carriageReturn, before: first(newline, before: data.count))
    }
  }

  private mutating func writeData(_ data: [UInt8]) {
    var start = 0
    while true {
      let end = Self.lineEnd(in: data, from: start)
      bytes.append(contentsOf: "data: ".utf8)
      bytes.append(contentsOf: data[start..<end])
      bytes.append(newline)
      if end == data.count { return }
      let isPair = data[end] == carriageReturn && end + 1 < data.count && data[end + 1] == newline
      start = end + (isPair ? 2 : 1)
    }
  }
}
