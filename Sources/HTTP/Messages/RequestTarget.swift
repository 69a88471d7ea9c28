/// A request target in origin form, split and decoded.
struct RequestTarget: Sendable {
  var path: String
  var segments: [String]
  var query: [(name: String, value: String)]

  /// Splits the raw target first and decodes afterwards, so that an encoded `/` or `&` stays part of its segment or
  /// value. Anything that two parsers could read in two ways is refused.
  init(_ raw: [UInt8]) throws(HTTPError) {
    guard raw.first == Self.slash else {
      throw .malformed("the request target must be a path that starts with /")
    }
    guard raw.count == 1 || raw[1] != Self.slash else {
      throw .malformed("the request target must start with a single /")
    }
    for byte in raw where byte <= 0x20 || byte == 0x7f || byte == UInt8(ascii: "#") {
      throw .malformed("the request target holds a character that must be percent-encoded")
    }
    let pieces = raw.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = String(validating: pieces[0], as: UTF8.self) else {
      throw .malformed("the path is not valid UTF-8")
    }
    self.path = path
    segments = try Self.segments(pieces[0])
    query = pieces.count == 2 ? try Self.query(pieces[1]) : []
  }

  private static let slash = UInt8(ascii: "/")

  private static func segments(_ path: ArraySlice<UInt8>) throws(HTTPError) -> [String] {
    guard path.count > 1 else { return [] }
    var segments: [String] = []
    for piece in path.dropFirst().split(separator: slash, omittingEmptySubsequences: false) {
      guard let segment = PercentEncoding.decode(piece) else {
        throw .malformed("the path holds a percent escape that is not valid UTF-8 text")
      }
      guard segment != "." && segment != ".." else {
        throw .malformed("the path must not hold the segments . and ..")
      }
      segments.append(segment)
    }
    return segments
  }

  private static func query(_ query: ArraySlice<UInt8>) throws(HTTPError) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    for item in query.split(separator: UInt8(ascii: "&")) {
      let pair = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(pair[0], plusIsSpace: true),
        let value = PercentEncoding.decode(pair.count == 2 ? pair[1] : [], plusIsSpace: true)
      else { throw .malformed("the query holds a percent escape that is not valid UTF-8 text") }
      items.append((name, value))
    }
    return items
  }
}
