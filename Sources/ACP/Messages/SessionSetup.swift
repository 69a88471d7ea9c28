public import JSON

/// Opens a new conversation.
public struct NewSessionRequest: WireValue, Hashable {
  /// The working directory; an absolute path.
  public var cwd: String
  /// Further directories that belong to the session; absolute paths.
  public var additionalDirectories: [String]
  /// MCP servers to connect to, in the protocol's own form.
  public var mcpServers: [JSONValue]
  /// Whatever else goes under `_meta`.
  public var meta: JSONValue?

  /// Makes a request of its parts.
  public init(
    cwd: String, additionalDirectories: [String] = [], mcpServers: [JSONValue] = [], meta: JSONValue? = nil
  ) {
    self.cwd = cwd
    self.additionalDirectories = additionalDirectories
    self.mcpServers = mcpServers
    self.meta = meta
  }

  /// Reads one; the directory is required.
  public init(json: JSONValue) throws(InvalidField) {
    cwd = try json.requiredString("cwd")
    additionalDirectories = json.strings("additionalDirectories")
    mcpServers = json["mcpServers"]?.array ?? []
    meta = json.meta
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "cwd": .string(cwd),
      "additionalDirectories": additionalDirectories.isEmpty ? nil : .strings(additionalDirectories),
      "mcpServers": .array(mcpServers), "_meta": meta,
    ])
  }
}

/// The answer to `session/new`.
public struct NewSessionResponse: WireValue, Hashable {
  /// The agent's name of the conversation; not unique across processes.
  public var sessionID: String
  /// What the session begins with.
  public var state: SessionState

  /// Makes an answer of its parts.
  public init(sessionID: String, state: SessionState = SessionState()) {
    self.sessionID = sessionID
    self.state = state
  }

  /// Reads one; the session id is required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    state = SessionState(json: json)
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "sessionId": .string(sessionID), "modes": state.modes?.json, "configOptions": state.configOptionsJSON,
    ])
  }
}

/// Goes on with a conversation of the past: the parameters of `session/load` and `session/resume`.
public struct LoadSessionRequest: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// The rest is as for a new one.
  public var setup: NewSessionRequest

  /// Makes a request of its parts.
  public init(sessionID: String, setup: NewSessionRequest) {
    self.sessionID = sessionID
    self.setup = setup
  }

  /// Reads one; session and directory are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    setup = try NewSessionRequest(json: json)
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    var object = setup.json.object ?? JSONObject()
    object["sessionId"] = .string(sessionID)
    return .object(object)
  }
}

/// The modes and options of a session: what `session/new`, `session/load` and `session/resume` answer with.
public struct SessionState: WireValue, Hashable {
  /// The modes, when the agent has some.
  public var modes: SessionModeState?
  /// The options in the protocol's own form; nil when the agent has none.
  public var configOptions: [JSONValue]?

  /// Makes a state of its parts.
  public init(modes: SessionModeState? = nil, configOptions: [JSONValue]? = nil) {
    self.modes = modes
    self.configOptions = configOptions
  }

  /// Reads one; nothing is required, null reads as nothing.
  public init(json: JSONValue) {
    modes = json.optional("modes", as: SessionModeState.self)
    configOptions = json["configOptions"]?.array
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: ["modes": modes?.json, "configOptions": configOptionsJSON])
  }

  var configOptionsJSON: JSONValue? { configOptions.map(JSONValue.array) }
}
