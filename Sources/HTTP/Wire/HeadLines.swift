/// Finds the lines of a request head as its bytes arrive. Every byte is looked at once, and the first one that cannot
/// belong to a head ends the request: a client that speaks TLS or ends its lines in LF gets an answer, not a timeout.
struct HeadLines: Sendable {
  private var scanned = 0
  private var lineStart = 0
  private var ends: [Int] = []
  private(set) var isComplete = false

  /// Looks at the bytes not seen yet, up to the end of the head.
  mutating func scan(_ input: inout ByteQueue, _ limits: RequestParser.Limits) throws(HTTPError) {
    while scanned < input.count {
      let byte = input[scanned]
      let followsReturn = scanned > lineStart && input[scanned - 1] == carriageReturn
      if byte == newline {
        guard followsReturn else { throw .malformed("lines must end in CRLF") }
        if scanned - 1 == lineStart {
          if endHead(&input) { return }
          continue
        }
        ends.append(scanned - 1)
        lineStart = scanned + 1
        guard ends.count <= limits.headerFields + 1 else {
          throw HTTPError(.headTooLarge, "more than \(limits.headerFields) header fields")
        }
      } else {
        guard !followsReturn else { throw .malformed("lines must end in CRLF") }
        guard byte == carriageReturn || FieldSyntax.isValueByte(byte) else {
          throw .malformed("the request head holds a control character")
        }
      }
      scanned += 1
      guard scanned <= limits.headBytes else {
        throw HTTPError(.headTooLarge, "the request head is larger than \(limits.headBytes) bytes")
      }
    }
  }

  /// The lines of the complete head, removed from the input; ready for the next head.
  mutating func take(_ input: inout ByteQueue) -> [ArraySlice<UInt8>] {
    let head = input.prefix(scanned)
    var start = head.startIndex
    let lines = ends.map { end in
      let line = head[start..<(head.startIndex + end)]
      start = head.startIndex + end + 2
      return line
    }
    input.removeFirst(scanned)
    self = HeadLines()
    return lines
  }

  /// An empty line ends the head. One before the request line is skipped: old clients send a CRLF too many after a body.
  private mutating func endHead(_ input: inout ByteQueue) -> Bool {
    guard ends.isEmpty else {
      scanned += 1
      isComplete = true
      return true
    }
    input.removeFirst(scanned + 1)
    self = HeadLines()
    return false
  }
}
