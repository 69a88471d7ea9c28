/// Takes secrets out of text that is about to leave the process: logs, errors, streams, bundles.
///
/// Replaced by `[REDACTED]` are the values that the registry knows, what follows a name that announces a secret
/// (`api_key=…`, `"token": "…"`, `Authorization: …`, `--password …`), bearer tokens, passwords in URLs, private keys
/// in PEM form and tokens of well-known shapes (`sk-…`, `ghp_…`, `AKIA…`). Valid JSON stays valid JSON, and redacting
/// twice changes nothing more. A pattern can blot out an innocent word; it never leaves one of these readable.
public struct Redactor: Sendable {
  private let registry: SecretRegistry

  /// What stands in place of a secret.
  public static let replacement = "[REDACTED]"

  static let marker = Array(replacement.utf8)

  /// A redactor that knows the values in `registry`, now and later, besides the patterns.
  public init(registry: SecretRegistry = SecretRegistry()) {
    self.registry = registry
  }

  /// The text without its secrets.
  public func redact(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let redacted = changed(bytes) else { return text }
    return String(decoding: redacted, as: UTF8.self)
  }

  /// The bytes of UTF-8 text or JSON without their secrets.
  public func redact(_ bytes: [UInt8]) -> [UInt8] {
    changed(bytes) ?? bytes
  }

  private func changed(_ bytes: [UInt8]) -> [UInt8]? {
    let masked = registry.masked(bytes)
    return Self.replacingPatterns(in: masked ?? bytes) ?? masked
  }

  /// The bytes with what the patterns find replaced; nil when that is nothing.
  private static func replacingPatterns(in bytes: [UInt8]) -> [UInt8]? {
    let span = bytes.span
    var scanner = RedactionScanner()
    var result: [UInt8] = []
    var copied = 0
    while let secret = scanner.next(in: span) {
      result += bytes[copied..<secret.lowerBound]
      result += marker
      copied = secret.upperBound
    }
    return copied == 0 ? nil : result + bytes[copied...]
  }
}
