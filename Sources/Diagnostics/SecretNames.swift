/// Which names announce a secret, judged by whole words: `GITHUB_TOKEN` and `apiKey` do, `MAX_TOKENS` and
/// `KEYBOARD` do not.
public enum SecretNames {
  /// Whether text of the form `name=value` or `"name": "value"` gives a secret away.
  ///
  /// Words may be joined by `_`, `-` or `.`, by a capital, or by nothing (`client_secret`, `clientSecret`,
  /// `clientsecret`); the name has to end with the sensitive words.
  public static func announcesSecret(_ name: some Collection<UInt8>) -> Bool {
    let words = words(of: name)
    return words.indices.contains { start in
      sensitiveEndings.contains(words[start...].joined())
    }
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

  private static let sensitiveEndings: Set<String> = [
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
