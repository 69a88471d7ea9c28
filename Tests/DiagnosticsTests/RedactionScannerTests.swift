@testable import Diagnostics
import Testing

/// The scanner is written to be fast; it must find exactly what the plain rules find.
@Suite struct RedactionScannerTests {
  @Test func itFindsWhatThePlainRulesFind() {
    var generator = SystemRandomNumberGenerator()
    var found = 0
    for _ in 0..<20_000 {
      let text = Self.text(&generator)
      var plain = PlainRedaction(text)
      let expected = plain.redacted() ?? text
      if expected != text { found += 1 }
      #expect(
        Redactor().redact(text) == expected, "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
    #expect(found > 2000)
  }

  /// What an agent sends may be made to be slow: no length of it may cost more than a few passes. With a pass for each
  /// repetition this would take many minutes.
  @Test(.timeLimit(.minutes(1)), arguments: ["a.", "a-", "eyJ-", "eyJ.", "-----BEGIN ", "://", "key.a.", "a.tok-en-"])
  func repetitionIsNotSlow(part: String) {
    let text = Array(String(repeating: part, count: 100_000).utf8)
    #expect(Redactor().redact(text) == text)
  }

  /// Text of pieces that mean something to the rules, in an order that mostly means nothing.
  private static func text(_ generator: inout some RandomNumberGenerator) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 1...14, using: &generator) {
      if let piece = pieces.randomElement(using: &generator) { text += Array(piece.utf8) }
      if Int.random(in: 0..<12, using: &generator) == 0 { text.append(.random(in: 0...255, using: &generator)) }
    }
    return text
  }

  private static let pieces: [String] = marks + words + tokens + announcing
  private static let marks: [String] = [
    "\"", "'", "\\", "\\\"", "\\n", "\\t", "\\u0041", "\\uabc", "\n", " ", "  ", "\t", ":", "=", ": ", " = ",
    "\":\"", ",", ";", "{", "}", "--", "-", "_", ".", "@", "/", "://", "&",
  ]
  private static let words: [String] = [
    "x", "A", "7", "ab", "é", "[REDACTED]", "REDACTED", "bearer ", "Bearer  ", "basic", "Basic dXNlcg==",
    "Authorization", "proxy-authorization", "-----BEGIN ", "-----begin rsa private key-----", "PRIVATE KEY-----",
    "-----END ", "https://me:secret@host", "key", "Key", "en", "api", "tok", "pass", "word", "wd", "to", "ken",
    "client", "max_tokens",
  ]
  private static let tokens: [String] = [
    "eyJ", "eyJhbGciOi", "eyJzdWIi.", "sk", "sk-", "sk_live_", "ghp_", "github_pat_", "glpat-", "gsk_", "xai-", "hf_",
    "npm_", "pypi-", "AIza", "xoxb-", "xapp-", "agh_claim_", "AKIA", "ASIA", "ABCDEFGHIJKLMNOP",
    "abcdefghijklmnopqrstuvwxyz012345",
  ]
  private static let announcing = SecretNames.sensitiveEndings.flatMap { [$0, $0.uppercased(), "my" + $0, "a_" + $0] }
}
