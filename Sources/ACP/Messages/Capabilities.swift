public import JSON

/// What a client does for its agent.
public struct ClientCapabilities: WireValue, Hashable {
  /// It answers `fs/read_text_file`.
  public var readTextFile = false
  /// It answers `fs/write_text_file`.
  public var writeTextFile = false
  /// It answers `terminal/*`.
  public var terminal = false

  /// Makes a set of capabilities.
  public init(readTextFile: Bool = false, writeTextFile: Bool = false, terminal: Bool = false) {
    self.readTextFile = readTextFile
    self.writeTextFile = writeTextFile
    self.terminal = terminal
  }

  /// Reads one; what is absent is not offered.
  public init(json: JSONValue) {
    readTextFile = json["fs"]?.flag("readTextFile") ?? false
    writeTextFile = json["fs"]?.flag("writeTextFile") ?? false
    terminal = json.flag("terminal")
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    [
      "fs": ["readTextFile": .bool(readTextFile), "writeTextFile": .bool(writeTextFile)],
      "terminal": .bool(terminal),
    ]
  }
}

/// What an agent can do.
public struct AgentCapabilities: WireValue, Hashable {
  /// It answers `session/load`.
  public var loadSession = false
  /// It answers `session/resume`.
  public var resumeSession = false
  /// It answers `session/close`.
  public var closeSession = false
  /// It answers `session/list`.
  public var listSessions = false
  /// Prompts may hold images.
  public var image = false
  /// Prompts may hold audio.
  public var audio = false
  /// Prompts may hold whole resources.
  public var embeddedContext = false
  /// It connects to MCP servers over HTTP.
  public var mcpHTTP = false
  /// It connects to MCP servers over SSE.
  public var mcpSSE = false

  /// An agent with the minimum: text prompts and new sessions.
  public init() {}

  /// Reads one; what is absent is not offered.
  public init(json: JSONValue) {
    let session = json["sessionCapabilities"] ?? .null
    let prompt = json["promptCapabilities"] ?? .null
    let mcp = json["mcpCapabilities"] ?? .null
    loadSession = json.flag("loadSession")
    resumeSession = session.offers("resume")
    closeSession = session.offers("close")
    listSessions = session.offers("list")
    image = prompt.flag("image")
    audio = prompt.flag("audio")
    embeddedContext = prompt.flag("embeddedContext")
    mcpHTTP = mcp.flag("http")
    mcpSSE = mcp.flag("sse")
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    [
      "loadSession": .bool(loadSession),
      "promptCapabilities": ["image": .bool(image), "audio": .bool(audio), "embeddedContext": .bool(embeddedContext)],
      "mcpCapabilities": ["http": .bool(mcpHTTP), "sse": .bool(mcpSSE)],
      "sessionCapabilities": .object(omittingNil: [
        "resume": resumeSession ? [:] : nil, "close": closeSession ? [:] : nil, "list": listSessions ? [:] : nil,
      ]),
    ]
  }
}
