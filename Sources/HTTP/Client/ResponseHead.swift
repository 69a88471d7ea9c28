/// Status line and header fields of a response, and how long its body is.
struct ResponseHead {
  enum BodyFraming: Equatable {
    case length(Int)
    case chunked
    case untilClose
  }

  let status: Int
  let headers: HTTPHeaders

  /// Takes a head from the front of the input; nil while it is not complete.
  static func take(_ input: inout ByteQueue) throws(HTTPClientError) -> ResponseHead? {
    var rest = input
    var lines: [ArraySlice<UInt8>] = []
    while let line = try removeLine(&rest) {
      if line.isEmpty {
        input = rest
        return try ResponseHead(lines)
      }
      lines.append(line)
      if lines.count > mostLines { throw .malformedResponse("too many header fields") }
    }
    return nil
  }

  private static func removeLine(_ input: inout ByteQueue) throws(HTTPClientError) -> ArraySlice<UInt8>? {
    do throws(ByteQueue.LineError) {
      return try input.removeLine(limit: longestLine)
    } catch {
      throw .malformedResponse("a header line has no proper end")
    }
  }

  private init(_ lines: [ArraySlice<UInt8>]) throws(HTTPClientError) {
    let parts = (lines.first ?? []).split(separator: space, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].starts(with: "HTTP/1.".utf8), parts[1].count == 3,
      let status = Int(String(decoding: parts[1], as: UTF8.self))
    else { throw .malformedResponse("the status line is not HTTP/1.1") }
    self.status = status
    var fields: [HTTPHeaders.Field] = []
    for line in lines.dropFirst() {
      guard let field = FieldSyntax.field(line) else { throw .malformedResponse("a header line has no name") }
      fields.append(field)
    }
    headers = HTTPHeaders(fields)
  }

  func framing(method: String) throws(HTTPClientError) -> BodyFraming {
    if method == "HEAD" || status == 204 || status == 304 { return .length(0) }
    if let coding = headers["Transfer-Encoding"] {
      guard equalIgnoringCase(coding, "chunked") else { throw .malformedResponse("unknown coding \(coding)") }
      return .chunked
    }
    guard let text = headers["Content-Length"] else { return .untilClose }
    guard let length = Int(text), length >= 0 else { throw .malformedResponse("Content-Length is not a number") }
    return .length(length)
  }

  private static let longestLine = 64 * 1024
  private static let mostLines = 256
}
