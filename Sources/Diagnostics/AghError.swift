public import JSON

/// A failure that is told to whoever asked: which one, what happened, and what to do next.
public struct AghError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which failure of the catalogue.
  public let code: ErrorCode
  /// What happened, without a full stop.
  public let message: String
  /// What to do: a command to type, or one short sentence.
  public let next: String
  /// Evidence for whoever looks into it.
  public let diagnostic: DiagnosticItem?

  /// Makes a failure; without `next` it gets the catalogue's.
  public init(_ code: ErrorCode, _ message: String, next: String? = nil, diagnostic: DiagnosticItem? = nil) {
    self.code = code
    self.message = message
    self.next = next ?? code.defaultNext
    self.diagnostic = diagnostic
  }

  /// The status of a command that fails with this.
  public var exitStatus: ExitStatus { code.exitStatus }

  /// Message and next step in one line, the way the command prints it.
  public var description: String { "\(message)\(Self.opening)\(next)\(Self.closing)" }

  /// The body of an HTTP answer: `{"error", "code", "diagnostic"?}` without secrets.
  public func body(redactor: Redactor) -> JSONValue {
    .object(omittingNil: [
      "error": .string(redactor.redact(description)), "code": .string(code.rawValue),
      "diagnostic": diagnostic.map { $0.redacted(by: redactor).json },
    ])
  }

  /// The failure in the body of an HTTP answer; nil when it is none, or of a code that this version does not know.
  public init?(body: JSONValue) {
    guard let text = body["error"]?.string, let code = body["code"]?.string.flatMap(ErrorCode.init) else { return nil }
    if text.hasSuffix(Self.closing), let split = text.lastRange(of: Self.opening) {
      let next = text[split.upperBound...].dropLast(Self.closing.count)
      self.init(code, String(text[..<split.lowerBound]), next: String(next))
    } else {
      self.init(code, text)
    }
  }

  private static let opening = " (next: "
  private static let closing = ")"
}

extension String {
  /// The last place where a text stands.
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    var start = endIndex
    while true {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      guard start > startIndex else { return nil }
      start = index(before: start)
    }
  }
}
