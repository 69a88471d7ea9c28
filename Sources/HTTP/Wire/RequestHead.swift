/// Request line and header fields, checked for everything that two parsers could understand in two ways.
struct RequestHead: Sendable {
  enum BodyFraming: Sendable, Equatable {
    case length(Int)
    case chunked
  }

  var method: String
  var target: RequestTarget
  var minorVersion: Int
  var headers: HTTPHeaders
  var host: String
  var framing: BodyFraming
  var expectsContinue: Bool
  var wantsClose: Bool

  var hasBody: Bool { framing != .length(0) }

  /// Parses the lines of a head, without the empty line at its end.
  init(_ lines: [ArraySlice<UInt8>]) throws(HTTPError) {
    let parts = (lines.first ?? []).split(separator: space, omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .malformed("the request line must be: METHOD SP target SP HTTP/1.1") }
    guard FieldSyntax.isToken(parts[0]) else { throw .malformed("the method is not a token") }
    method = String(decoding: parts[0], as: UTF8.self)
    minorVersion = try Self.minorVersion(parts[2])
    target = try RequestTarget(Array(parts[1]))

    var fields: [HTTPHeaders.Field] = []
    fields.reserveCapacity(lines.count - 1)
    for line in lines.dropFirst() {
      guard let field = FieldSyntax.field(line) else {
        throw .malformed("a header line is not of the form name: value")
      }
      fields.append(field)
    }
    headers = HTTPHeaders(fields)

    let hosts = headers.values("Host")
    guard hosts.count == 1, !hosts[0].isEmpty else { throw .malformed("exactly one Host field is required") }
    host = hosts[0]
    framing = try Self.framing(headers, method: method, minorVersion: minorVersion)
    expectsContinue = try Self.expectation(headers, minorVersion: minorVersion)
    wantsClose = minorVersion == 0 || Self.list(headers.values("Connection")).contains("close")
  }

  private static func minorVersion(_ text: ArraySlice<UInt8>) throws(HTTPError) -> Int {
    let digits = text.dropFirst(5)
    guard text.starts(with: "HTTP/".utf8), digits.count == 3, digits[digits.startIndex + 1] == UInt8(ascii: "."),
      let major = hexValue(digits[digits.startIndex]), let minor = hexValue(digits[digits.startIndex + 2]),
      major < 10, minor < 10
    else { throw .malformed("the request line must end in HTTP/1.1") }
    guard major == 1, minor <= 1 else {
      throw HTTPError(.versionNotSupported, "only HTTP/1.1 and HTTP/1.0 are spoken here")
    }
    return Int(minor)
  }

  private static func framing(
    _ headers: HTTPHeaders, method: String, minorVersion: Int
  ) throws(HTTPError) -> BodyFraming {
    let lengths = headers.values("Content-Length")
    let codings = headers.values("Transfer-Encoding")
    guard lengths.count <= 1, codings.count <= 1, lengths.isEmpty || codings.isEmpty else {
      throw .malformed("send one Content-Length or one Transfer-Encoding")
    }
    var framing = BodyFraming.length(0)
    if let coding = codings.first {
      guard minorVersion > 0 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding") }
      guard equalIgnoringCase(coding, "chunked") else {
        throw HTTPError(.codingNotSupported, "the only transfer coding is chunked")
      }
      framing = .chunked
    } else if let length = lengths.first {
      let isNumber = !length.isEmpty && length.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      guard isNumber else { throw .malformed("Content-Length must be a decimal number") }
      framing = .length(Int(length) ?? Int.max)
    }
    guard method != "HEAD" || framing == .length(0) else { throw .malformed("a HEAD request has no body") }
    return framing
  }

  private static func expectation(_ headers: HTTPHeaders, minorVersion: Int) throws(HTTPError) -> Bool {
    let expectations = headers.values("Expect")
    guard expectations.allSatisfy({ equalIgnoringCase($0, "100-continue") }) else {
      throw HTTPError(.expectationFailed, "the only expectation that can be met is 100-continue")
    }
    return !expectations.isEmpty && minorVersion > 0
  }

  private static func list(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { item in
      String(decoding: FieldSyntax.trimmed(Array(item.utf8)[...]).map(lowercase), as: UTF8.self)
    }
  }
}
