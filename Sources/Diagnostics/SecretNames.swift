/// Which names announce a secret, judged by whole words: `GITHUB_TOKEN` and `apiKey` do, `MAX_TOKENS` and
/// `KEYBOARD` do not.
public enum SecretNames {
  /// Whether text of the form `name=value` or `"name": "value"` gives a secret away.
  ///
  /// Words may be joined by `_`, `-` or `.`, by a capital, or by nothing (`client_secret`, `clientSecret`,
  /// `clientsecret`); the name has to end with the sensitive words.
  public static func announcesSecret(_ name: some Collection<UInt8>) -> Bool {
    let bytes = Array(name)
    let span = bytes.span
    return endings(of: 0..<bytes.count, in: span).contains { $0 == 0 || isWordStart($0, in: span) }
  }

  /// Where the sensitive words begin that the name ends with, if any; in the middle of a word they announce nothing.
  static func endings(of name: Range<Int>, in bytes: Span<UInt8>) -> [Int] {
    guard let last = lastWordByte(of: name, in: bytes),
      let beforeLast = lastWordByte(of: name.lowerBound..<last, in: bytes),
      lastPairs.contains(ASCII.lowercased(bytes[beforeLast]), ASCII.lowercased(bytes[last]))
    else { return [] }
    return endings.compactMap { start(of: $0, in: name, bytes) }
  }

  /// Whether a word of a name begins at this position, which is not the name's first.
  static func isWordStart(_ position: Int, in bytes: Span<UInt8>) -> Bool {
    let before = bytes[position - 1]
    return !ASCII.isWord(before) || (ASCII.isCapital(bytes[position]) && !ASCII.isCapital(before))
  }

  /// Where this text begins when the last words of the name, joined, end with it.
  private static func start(of ending: [UInt8], in name: Range<Int>, _ bytes: Span<UInt8>) -> Int? {
    var rest = name
    for expected in ending.reversed() {
      guard let position = lastWordByte(of: rest, in: bytes), ASCII.lowercased(bytes[position]) == expected else {
        return nil
      }
      rest = name.lowerBound..<position
    }
    return rest.upperBound
  }

  private static func lastWordByte(of name: Range<Int>, in bytes: Span<UInt8>) -> Int? {
    name.last { ASCII.isWord(bytes[$0]) }
  }

  /// Whether an environment variable of that name is taken for a secret.
  ///
  /// Sensitive words count anywhere in the name; what only points to a secret (`…_FILE`, `…_PATH`, `…_URL`, `…_SOCK`)
  /// does not.
  public static func isSecretVariable(_ name: String) -> Bool {
    let words = words(of: name.utf8)
    guard let last = words.last, !pointers.contains(last) else { return false }
    if last == "key" || last == "auth" { return true }
    return words.indices.contains { start in
      sensitiveWords.contains(words[start])
        || (start + 1 < words.count && sensitivePairs.contains(words[start] + words[start + 1]))
    }
  }

  private static let endings = sensitiveEndings.map { Array($0.utf8) }

  /// The last two bytes of each: hardly any other name ends like that.
  private static let lastPairs = BytePairs(endings.map { ($0[$0.count - 2], $0[$0.count - 1]) })

  static let sensitiveEndings = [
    "apikey", "accesskey", "privatekey", "secretkey", "token", "accesstoken", "refreshtoken", "mcpauthtoken",
    "claimtoken", "leasetoken", "bottoken", "sessiontoken", "oauthcode", "authorizationcode", "secret",
    "oauthclientsecret", "clientsecret", "webhooksecret", "codeverifier", "pkceverifier", "secretbinding", "password",
    "passwd", "passphrase", "authorization", "proxyauthorization",
  ]

  private static let sensitiveWords: Set<String> = [
    "token", "secret", "secrets", "password", "passwords", "passwd", "passphrase", "credential", "credentials",
    "apikey", "cookie", "authorization", "bearer",
  ]

  private static let sensitivePairs: Set<String> = ["apikey", "accesskey", "privatekey", "secretkey"]

  private static let pointers: Set<String> = ["url", "uri", "path", "file", "dir", "sock"]

  /// The words in lower case; bytes that are neither letters nor digits separate them, and so does a capital after a
  /// small letter.
  static func words(of name: some Collection<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var afterSmall = false
    for byte in name {
      let capital = ASCII.isCapital(byte)
      if (capital && afterSmall) || !ASCII.isWord(byte) {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word = []
      }
      if ASCII.isWord(byte) { word.append(ASCII.lowercased(byte)) }
      afterSmall = ASCII.isWord(byte) && !capital
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }
}
