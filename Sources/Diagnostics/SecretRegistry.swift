import Synchronization

/// The secret values that this process knows: credentials of providers, bound for as long as something uses them.
///
/// Safe to use from any thread.
public final class SecretRegistry: Sendable {
  private struct State {
    var uses: [String: Int] = [:]
    /// What to look for, longest first, so that a secret within another does not leave the rest of it readable.
    var needles: [[UInt8]] = []
  }

  private let state = Mutex(State())

  /// Values shorter than this would blot out ordinary words and are not registered.
  public static let shortestSecret = 8

  /// An empty registry.
  public init() {}

  /// Registers a value until `remove` was called as often. Blanks around it and values shorter than
  /// `shortestSecret` are ignored.
  public func add(_ value: String) {
    guard let secret = Self.significant(value) else { return }
    state.withLock { state in
      state.uses[secret, default: 0] += 1
      if state.uses[secret] == 1 { state.needles = Self.needles(for: state.uses.keys) }
    }
  }

  /// Takes back one `add` of that value.
  public func remove(_ value: String) {
    guard let secret = Self.significant(value) else { return }
    state.withLock { state in
      guard let uses = state.uses[secret] else { return }
      state.uses[secret] = uses > 1 ? uses - 1 : nil
      if uses == 1 { state.needles = Self.needles(for: state.uses.keys) }
    }
  }

  /// The bytes with every known value replaced by `[REDACTED]`; nil when none of them occurs.
  ///
  /// Values are found as they are and as a JSON string writes them, and the replacement keeps JSON valid.
  public func masked(_ bytes: [UInt8]) -> [UInt8]? {
    let needles = state.withLock { $0.needles }
    var result: [UInt8]?
    for needle in needles {
      result = Self.replacing(needle, in: result ?? bytes) ?? result
    }
    return result
  }

  private static func significant(_ value: String) -> String? {
    let bytes = Array(value.utf8)
    guard let first = bytes.firstIndex(where: { !ASCII.isSpace($0) }),
      let last = bytes.lastIndex(where: { !ASCII.isSpace($0) }), last - first + 1 >= shortestSecret
    else { return nil }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }

  private static func needles(for secrets: some Sequence<String>) -> [[UInt8]] {
    let forms = Set(secrets.flatMap { [Array($0.utf8), escaped($0)] })
    return forms.sorted { $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1) }
  }

  /// The inside of a JSON string, with the short escapes that encoders agree on.
  private static func escaped(_ secret: String) -> [UInt8] {
    secret.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""): Array("\\\"".utf8)
      case UInt8(ascii: "\\"): Array("\\\\".utf8)
      case UInt8(ascii: "\n"): Array("\\n".utf8)
      case UInt8(ascii: "\r"): Array("\\r".utf8)
      case UInt8(ascii: "\t"): Array("\\t".utf8)
      default: [byte]
      }
    }
  }

  private static func replacing(_ needle: [UInt8], in bytes: [UInt8]) -> [UInt8]? {
    let span = bytes.span
    let first = needle[0]
    var result: [UInt8] = []
    var copied = 0
    var index = 0
    while index + needle.count <= span.count {
      guard span[index] == first, span.matches(needle, at: index) else {
        index += 1
        continue
      }
      result += bytes[copied..<index]
      result += Redactor.marker
      index += needle.count
      copied = index
    }
    return copied == 0 ? nil : result + bytes[copied...]
  }
}
