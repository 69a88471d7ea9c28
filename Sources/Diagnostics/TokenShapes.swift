/// Tokens that are known by their look alone, without a name before them.
public enum TokenShapes {
  /// Whether the whole text is a token of a known vendor.
  public static func isToken(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var webTokens = WebTokens()
    return end(in: bytes.span, at: 0, &webTokens) == bytes.count
  }

  private struct Shape {
    let prefix: [UInt8]
    let shortest: Int
    let allowed: @Sendable (UInt8) -> Bool

    init(_ prefix: String, _ shortest: Int, _ allowed: @escaping @Sendable (UInt8) -> Bool = ASCII.isURLSafe) {
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

  /// How shapes begin: hardly any other word does.
  static let openings = BytePairs((shapes.map(\.prefix) + [WebTokens.opening]).map { ($0[0], $0[1]) })

  /// Where the token that begins at `start` ends; nil when none begins there. What stands before is not looked at.
  static func end(in bytes: Span<UInt8>, at start: Int, _ webTokens: inout WebTokens) -> Int? {
    guard start + 1 < bytes.count, openings.contains(bytes[start], bytes[start + 1]) else { return nil }
    if let end = webTokens.end(in: bytes, at: start) { return end }
    for shape in shapes where bytes.matches(shape.prefix, at: start) {
      let rest = start + shape.prefix.count
      let end = bytes.firstIndex(from: rest) { !shape.allowed($0) }
      if end - rest >= shape.shortest { return end }
    }
    return nil
  }
}

/// JSON Web Tokens: three parts of base64url, of which the first two are JSON objects and so begin with `eyJ`.
struct WebTokens {
  static let opening = Array("eyJ".utf8)

  /// No token begins before here: a text of nothing but openings is not gone over again for each of them.
  private var excluded = 0

  /// Where the token that begins at `start` ends; nil when none begins there.
  mutating func end(in bytes: Span<UInt8>, at start: Int) -> Int? {
    guard start >= excluded, bytes.matches(Self.opening, at: start) else { return nil }
    var index = start
    for part in 0..<2 {
      let end = bytes.firstIndex(from: index) { !ASCII.isURLSafe($0) }
      if part == 0 { excluded = end }
      guard bytes.matches(Self.opening, at: index), end < bytes.count, bytes[end] == UInt8(ascii: "."), end > index + 3
      else { return nil }
      index = end + 1
    }
    return bytes.firstIndex(from: index) { !ASCII.isURLSafe($0) }
  }
}
