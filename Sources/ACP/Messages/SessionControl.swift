public import JSON

/// Parameters that are a session and nothing else: `session/cancel`, `session/close`.
public struct SessionReference: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String

  /// Makes a reference to a session.
  public init(sessionID: String) {
    self.sessionID = sessionID
  }

  /// Reads one; the session is required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["sessionId": .string(sessionID)] }
}

/// Switches a session to one of its modes.
public struct SetModeRequest: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// The id of the mode.
  public var modeID: String

  /// Makes a request of its parts.
  public init(sessionID: String, modeID: String) {
    self.sessionID = sessionID
    self.modeID = modeID
  }

  /// Reads one; both fields are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    modeID = try json.requiredString("modeId")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["sessionId": .string(sessionID), "modeId": .string(modeID)] }
}

/// Sets an option of a session. The answer holds all options anew.
public struct SetConfigOptionRequest: WireValue, Hashable {
  /// What an option is set to.
  public enum Value: Hashable, Sendable {
    /// One of the values that the option lists.
    case choice(String)
    /// On or off.
    case flag(Bool)
  }

  /// The agent's name of the conversation.
  public var sessionID: String
  /// The id of the option.
  public var configID: String
  /// What it is set to.
  public var value: Value

  /// Makes a request of its parts.
  public init(sessionID: String, configID: String, value: Value) {
    self.sessionID = sessionID
    self.configID = configID
    self.value = value
  }

  /// Reads one; all fields are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    configID = try json.requiredString("configId")
    switch json["value"] {
    case .string(let choice): value = .choice(choice)
    case .bool(let flag): value = .flag(flag)
    default: throw InvalidField("value", expected: "a string or a truth value")
    }
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    switch value {
    case .choice(let choice):
      ["sessionId": .string(sessionID), "configId": .string(configID), "value": .string(choice)]
    case .flag(let flag):
      ["sessionId": .string(sessionID), "configId": .string(configID), "type": "boolean", "value": .bool(flag)]
    }
  }
}

/// Says that the call of that id is not wanted any more; its answer is still due.
public struct CancelRequestNotification: WireValue, Hashable {
  /// The id of the call, as its caller gave it.
  public var requestID: RPCID

  /// Makes a notification for a call.
  public init(requestID: RPCID) {
    self.requestID = requestID
  }

  /// Reads one; the id is required.
  public init(json: JSONValue) throws(InvalidField) {
    guard let value = json["requestId"], let id = RPCID(json: value.text) else {
      throw InvalidField("requestId", expected: "a number or a string")
    }
    requestID = id
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["requestId": requestID.value] }
}
