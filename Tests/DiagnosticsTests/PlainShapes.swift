@testable import Diagnostics

/// Tokens by their look, written down plainly.
enum PlainShapes {
  private struct Shape {
    let prefix: [UInt8]
    let shortest: Int
    let allowed: @Sendable (UInt8) -> Bool

    init(_ prefix: String, _ shortest: Int, _ allowed: @escaping @Sendable (UInt8) -> Bool = PlainShapes.isURLSafe) {
      self.prefix = Array(prefix.utf8)
      self.shortest = shortest
      self.allowed = allowed
    }
  }

  /// Each with the fewest characters that must follow.
  private static let shapes: [Shape] = [
    Shape("sk-", 16), Shape("sk_live_", 16), Shape("sk_test_", 16), Shape("rk_live_", 16),
    Shape("ghp_", 20), Shape("gho_", 20), Shape("ghu_", 20), Shape("ghs_", 20), Shape("ghr_", 20),
    Shape("github_pat_", 20), Shape("glpat-", 16), Shape("gsk_", 20), Shape("xai-", 20), Shape("hf_", 20),
    Shape("npm_", 30), Shape("pypi-", 30), Shape("AIza", 30),
    Shape("xoxb-", 10), Shape("xoxp-", 10), Shape("xoxa-", 10), Shape("xoxr-", 10), Shape("xoxs-", 10),
    Shape("xapp-", 10), Shape("agh_claim_", 1),
    Shape("AKIA", 16, { ASCII.isCapital($0) || ASCII.isDigit($0) }),
    Shape("ASIA", 16, { ASCII.isCapital($0) || ASCII.isDigit($0) }),
  ]

  /// Indexed by the first byte, because most words of a text begin with none of them.
  private static let shapesByFirstByte = (0...UInt8.max).map { byte in shapes.filter { $0.prefix.first == byte } }

  private static let webTokenOpening = Array("eyJ".utf8)

  /// Where the token that begins at `start` ends; nil when none begins there. What stands before is not looked at.
  static func end(in bytes: [UInt8], at start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    if bytes[start] == webTokenOpening[0], let end = webTokenEnd(in: bytes, at: start) { return end }
    for shape in shapesByFirstByte[Int(bytes[start])] where bytes[start...].starts(with: shape.prefix) {
      let rest = start + shape.prefix.count
      let end = bytes[rest...].firstIndex { !shape.allowed($0) } ?? bytes.count
      if end - rest >= shape.shortest { return end }
    }
    return nil
  }

  /// A JSON Web Token: three parts of base64url, of which the first two are JSON objects and so begin with `eyJ`.
  private static func webTokenEnd(in bytes: [UInt8], at start: Int) -> Int? {
    guard bytes[start...].starts(with: webTokenOpening) else { return nil }
    var parts = 0
    var index = start
    while parts < 3 {
      let end = bytes[index...].firstIndex { !isURLSafe($0) } ?? bytes.count
      parts += 1
      if parts == 3 { return end }
      guard end < bytes.count, bytes[end] == UInt8(ascii: "."), end > index + 3 else { return nil }
      index = end + 1
      if parts == 1, !bytes[index...].starts(with: webTokenOpening) { return nil }
    }
    return nil
  }

  @Sendable private static func isURLSafe(_ byte: UInt8) -> Bool {
    ASCII.isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
