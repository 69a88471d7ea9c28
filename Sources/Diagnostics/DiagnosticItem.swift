public import JSON

/// One finding about the state of the runtime, as status, doctor and errors show it (contract: operations §9.1).
public struct DiagnosticItem: Sendable, Hashable {
  /// How much it matters.
  public enum Severity: String, Sendable, CaseIterable {
    case ok, info, warn, error, critical
  }

  /// Which part of the runtime it is about.
  public enum Category: String, Sendable, CaseIterable {
    case provider, daemon, config, vault, mcp, bridge, `extension`, session, task, home, secrets, migrations, network
  }

  /// Where the finding comes from.
  public enum Freshness: String, Sendable, CaseIterable {
    /// Seen just now in the running daemon.
    case live
    /// Seen without a daemon.
    case offline
    /// Remembered from earlier.
    case stale
  }

  /// Names the check that found it, like `cli.daemon_unavailable`.
  public var id: String
  /// The stable snake_case code.
  public var code: String
  /// How much it matters.
  public var severity: Severity
  /// What it is about.
  public var category: Category
  /// A few words.
  public var title: String
  /// What was found, in a sentence.
  public var message: String
  /// A command that mends it or tells more.
  public var suggestedCommand: String?
  /// Where it comes from.
  public var freshness: Freshness
  /// Facts for whoever looks into it; left out of the JSON when empty.
  public var evidence: JSONObject

  /// Makes a finding; nothing is redacted yet.
  public init(
    id: String, code: String, severity: Severity, category: Category, title: String, message: String,
    suggestedCommand: String? = nil, freshness: Freshness = .live, evidence: JSONObject = JSONObject()
  ) {
    self.id = id
    self.code = code
    self.severity = severity
    self.category = category
    self.title = title
    self.message = message
    self.suggestedCommand = suggestedCommand
    self.freshness = freshness
    self.evidence = evidence
  }

  /// The finding of the same meaning without the secrets in its texts and evidence.
  public func redacted(by redactor: Redactor) -> DiagnosticItem {
    var item = self
    item.title = redactor.redact(title)
    item.message = redactor.redact(message)
    item.suggestedCommand = suggestedCommand.map(redactor.redact)
    item.evidence = redactor.redact(evidence)
    return item
  }

  /// The finding as an API answers it.
  public var json: JSONValue {
    .object(omittingNil: [
      "id": .string(id), "code": .string(code), "severity": .string(severity.rawValue),
      "category": .string(category.rawValue), "title": .string(title), "message": .string(message),
      "suggested_command": suggestedCommand.map(JSONValue.string), "data_freshness": .string(freshness.rawValue),
      "evidence": evidence.members.isEmpty ? nil : .object(evidence),
    ])
  }
}
