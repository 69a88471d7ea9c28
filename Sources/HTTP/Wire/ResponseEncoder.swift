/// Status line and header fields as bytes.
enum ResponseEncoder {
  enum Framing: Equatable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  /// The framing a response needs on a connection.
  static func framing(_ response: HTTPResponse, method: String, minorVersion: Int) -> Framing {
    if method == "HEAD" || response.status == 204 || response.status == 304 { return .none }
    return switch response.body {
    case .empty: .length(0)
    case .bytes(let bytes): .length(bytes.count)
    case .stream: minorVersion == 0 ? .untilClose : .chunked
    }
  }

  /// The head. Fields that belong to the connection are the server's; line ends in values become spaces.
  static func head(_ response: HTTPResponse, framing: Framing, close: Bool, date: String) -> [UInt8] {
    var head: [UInt8] = []
    head.reserveCapacity(256)
    head.append(contentsOf: "HTTP/1.1 \(response.status) \(HTTPStatus.reason(response.status))\r\n".utf8)
    for field in response.headers.fields where !isOurs(field.name, framing) {
      append(field.name, field.value, to: &head)
    }
    switch framing {
    case .length(let length): append("Content-Length", String(length), to: &head)
    case .chunked: append("Transfer-Encoding", "chunked", to: &head)
    case .none, .untilClose: break
    }
    append("Date", date, to: &head)
    if close { append("Connection", "close", to: &head) }
    head.append(carriageReturn)
    head.append(newline)
    return head
  }

  /// One chunk of the chunked coding. An empty one would end the body and is left out.
  static func chunk(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    var chunk: [UInt8] = []
    chunk.reserveCapacity(bytes.count + 12)
    chunk.append(contentsOf: String(bytes.count, radix: 16).utf8)
    chunk.append(contentsOf: [carriageReturn, newline])
    chunk.append(contentsOf: bytes)
    chunk.append(contentsOf: [carriageReturn, newline])
    return chunk
  }

  /// Begins a chunk whose size is not known yet, in an empty buffer.
  static func beginChunk(in bytes: inout [UInt8]) {
    bytes.append(contentsOf: "00000000\r\n".utf8)
  }

  /// Ends the chunk that all of the buffer is, and fills in its size.
  static func endChunk(in bytes: inout [UInt8]) {
    var size = bytes.count - sizeDigits - 2
    for place in (0..<sizeDigits).reversed() {
      let digit = UInt8(size & 0xf)
      bytes[place] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
      size >>= 4
    }
    bytes.append(carriageReturn)
    bytes.append(newline)
  }

  private static let sizeDigits = 8

  static let lastChunk: [UInt8] = Array("0\r\n\r\n".utf8)

  private static func isOurs(_ name: String, _ framing: Framing) -> Bool {
    if equalIgnoringCase(name, "Content-Length") { return framing != .none }
    return equalIgnoringCase(name, "Transfer-Encoding") || equalIgnoringCase(name, "Connection")
      || equalIgnoringCase(name, "Date")
  }

  private static func append(_ name: String, _ value: String, to head: inout [UInt8]) {
    head.append(contentsOf: name.utf8)
    head.append(UInt8(ascii: ":"))
    head.append(space)
    for byte in value.utf8 { head.append(FieldSyntax.isValueByte(byte) ? byte : space) }
    head.append(carriageReturn)
    head.append(newline)
  }
}
