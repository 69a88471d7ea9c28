public import JSON

/// What choosing an option means. Open.
public struct PermissionOptionKind: WireName {
  /// The name on the wire.
  public let rawValue: String

  /// Makes the kind of that name.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// This once, yes.
  public static let allowOnce = PermissionOptionKind(rawValue: "allow_once")
  /// Yes, and do not ask again.
  public static let allowAlways = PermissionOptionKind(rawValue: "allow_always")
  /// This once, no.
  public static let rejectOnce = PermissionOptionKind(rawValue: "reject_once")
  /// No, and do not ask again.
  public static let rejectAlways = PermissionOptionKind(rawValue: "reject_always")
}

/// An answer that the agent offers.
public struct PermissionOption: WireValue, Hashable {
  /// What the answer names.
  public var id: String
  /// The label for people.
  public var name: String
  /// What choosing it means.
  public var kind: PermissionOptionKind

  /// Makes an option of its parts.
  public init(id: String, name: String, kind: PermissionOptionKind) {
    self.id = id
    self.name = name
    self.kind = kind
  }

  /// Reads one; id and kind are required, a name that is absent is the id.
  public init(json: JSONValue) throws(InvalidField) {
    id = try json.requiredString("optionId")
    name = json["name"]?.string ?? id
    kind = PermissionOptionKind(rawValue: try json.requiredString("kind"))
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["optionId": .string(id), "name": .string(name), "kind": kind.json] }
}

/// Asks whether a tool call may go on.
public struct PermissionRequest: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// The call in question.
  public var toolCall: ToolCall
  /// The answers to choose from.
  public var options: [PermissionOption]

  /// Makes a request of its parts.
  public init(sessionID: String, toolCall: ToolCall, options: [PermissionOption]) {
    self.sessionID = sessionID
    self.toolCall = toolCall
    self.options = options
  }

  /// Reads one; session and call are required, options that cannot be read are left out.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    toolCall = try json.required("toolCall", as: ToolCall.self)
    options = json.array("options", of: PermissionOption.self)
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    ["sessionId": .string(sessionID), "toolCall": toolCall.json, "options": .list(options)]
  }
}

/// The answer to a permission request.
public enum PermissionOutcome: WireValue, Hashable {
  /// The option of that id was chosen.
  case selected(String)
  /// The turn was cancelled, or nothing could be chosen.
  case cancelled

  /// Reads an answer, `outcome` included.
  public init(json: JSONValue) throws(InvalidField) {
    guard let outcome = json["outcome"], outcome.object != nil else {
      throw InvalidField("outcome", expected: "an object")
    }
    switch try outcome.requiredString("outcome") {
    case "selected": self = .selected(try outcome.requiredString("optionId"))
    case "cancelled": self = .cancelled
    default: throw InvalidField("outcome", expected: "`selected` or `cancelled`")
    }
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    switch self {
    case .selected(let id): ["outcome": ["outcome": "selected", "optionId": .string(id)]]
    case .cancelled: ["outcome": ["outcome": "cancelled"]]
    }
  }
}
