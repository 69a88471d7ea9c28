import Diagnostics
import JSON
import Testing

/// Random documents with secrets in random places: what comes out is JSON and holds none of them.
@Suite struct RedactedJSONTests {
  private struct Generator {
    var state: UInt64
    let canaries: [String]

    mutating func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }

    mutating func pick(_ texts: [String]) -> String { texts[next(texts.count)] }

    /// A text that gives a secret away in one of the ways there are, with quotes and escapes around it.
    mutating func leak() -> String {
      let secret = pick(canaries)
      let forms = [
        "api_key=\(secret)", "X_TOKEN: \(secret)", "Authorization: Basic \(secret)", "bearer \(secret)",
        "https://u:\(secret)@h/", "{\"password\":\"\(secret)\"}", "secret='\(secret)'", "--token \(secret)",
        "a\\ \"client_secret\" = \"\(secret)\"", "registered-\(secret)",
      ]
      return pick(["", "x ", "\"", "\\", "\n", "é "]) + pick(forms) + pick(["", " y", "\"", "\\", "\n", "}", ","])
    }

    mutating func value(_ depth: Int) -> JSONValue {
      switch next(depth > 3 ? 4 : 6) {
      case 0: return .int(next(1_000))
      case 1: return .bool(next(2) == 0)
      case 2, 3: return .string(next(2) == 0 ? leak() : pick(["plain", "", "max_tokens=5", "日本"]))
      case 4: return .array((0..<next(4)).map { _ in value(depth + 1) })
      default:
        var object = JSONObject()
        for _ in 0..<next(4) {
          let isSecret = next(4) == 0
          let key = isSecret ? pick(["token", "apiKey", "GITHUB_TOKEN"]) : pick(["a", "b", "text", "total_tokens"])
          object[key] = isSecret ? .string(pick(canaries)) : value(depth + 1)
        }
        return .object(object)
      }
    }
  }

  @Test func noSecretIsLeftAndTheTextStaysJSON() throws {
    let canaries = ["cAnaryOne11", "cAnaryTwo22", "cAnaryThree33"]
    let registry = SecretRegistry()
    for canary in canaries { registry.add("registered-\(canary)") }
    let redactor = Redactor(registry: registry)
    var generator = Generator(state: 0x2545_F491_4F6C_DD1D, canaries: canaries)
    for _ in 0..<3_000 {
      let document = generator.value(0).serialize()
      let redacted = redactor.redact(document)
      let text = String(decoding: redacted, as: UTF8.self)
      #expect(throws: Never.self, "\(text)") { _ = try JSONParser.parse(redacted, duplicateKeys: .lastWins) }
      #expect(!text.contains("cAnary"), "\(text) of \(String(decoding: document, as: UTF8.self))")
      #expect(redactor.redact(redacted) == redacted)
    }
  }
}
