/// Host and port of a `Host` field or an origin.
struct Authority: Equatable {
  /// In lower case, an IPv6 address without brackets.
  var host: String
  var port: UInt16?

  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "[") {
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      host = String(decoding: rest[1..<end].map(lowercase), as: UTF8.self)
      rest = rest[(end + 1)...]
    } else {
      let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
      host = String(decoding: rest[..<end].map(lowercase), as: UTF8.self)
      rest = rest[end...]
    }
    guard !host.isEmpty else { return nil }
    guard !rest.isEmpty else { return }
    let digits = rest.dropFirst()
    guard rest.first == UInt8(ascii: ":"), digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let port = UInt16(String(decoding: digits, as: UTF8.self))
    else { return nil }
    self.port = port
  }
}
