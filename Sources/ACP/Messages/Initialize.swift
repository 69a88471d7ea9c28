public import JSON

/// The version of the protocol that is spoken here.
public enum ACPVersion {
  /// The only one.
  public static let supported = 1
}

/// Who speaks: the name and version of a program.
public struct Implementation: WireValue, Hashable {
  /// The name for machines.
  public var name: String
  /// The name for people.
  public var title: String?
  /// The version, in the program's own form.
  public var version: String

  /// Makes a description of its parts.
  public init(name: String, title: String? = nil, version: String) {
    self.name = name
    self.title = title
    self.version = version
  }

  /// Reads one; name and version are required.
  public init(json: JSONValue) throws(InvalidField) {
    name = try json.requiredString("name")
    title = json["title"]?.string
    version = try json.requiredString("version")
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: ["name": .string(name), "title": .optional(title), "version": .string(version)])
  }
}

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

/// The first call: which version, and who is there.
public struct InitializeRequest: WireValue, Hashable {
  /// The newest version that the client speaks.
  public var protocolVersion: Int
  /// What the client does for the agent.
  public var clientCapabilities: ClientCapabilities
  /// Who the client is.
  public var clientInfo: Implementation?

  /// Makes a request of its parts.
  public init(
    protocolVersion: Int = ACPVersion.supported, clientCapabilities: ClientCapabilities,
    clientInfo: Implementation? = nil
  ) {
    self.protocolVersion = protocolVersion
    self.clientCapabilities = clientCapabilities
    self.clientInfo = clientInfo
  }

  /// Reads one; the version is required.
  public init(json: JSONValue) throws(InvalidField) {
    guard let version = json["protocolVersion"]?.int else {
      throw InvalidField("protocolVersion", expected: "a whole number")
    }
    protocolVersion = version
    clientCapabilities = ClientCapabilities(json: json["clientCapabilities"] ?? .null)
    clientInfo = json.optional("clientInfo", as: Implementation.self)
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "protocolVersion": .int(protocolVersion), "clientCapabilities": clientCapabilities.json,
      "clientInfo": clientInfo?.json,
    ])
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

/// A way to authenticate that an agent offers.
public struct AuthMethod: WireValue, Hashable {
  /// What `authenticate` is called with.
  public var id: String
  /// The name for people.
  public var name: String
  /// More for people.
  public var description: String?

  /// Makes a method of its parts.
  public init(id: String, name: String, description: String? = nil) {
    self.id = id
    self.name = name
    self.description = description
  }

  /// Reads one; id and name are required.
  public init(json: JSONValue) throws(InvalidField) {
    id = try json.requiredString("id")
    name = try json.requiredString("name")
    description = json["description"]?.string
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: ["id": .string(id), "name": .string(name), "description": .optional(description)])
  }
}

/// The answer to the first call.
public struct InitializeResponse: WireValue, Hashable {
  /// The version that will be spoken; the client leaves when it does not speak it.
  public var protocolVersion: Int
  /// What the agent can do.
  public var agentCapabilities: AgentCapabilities
  /// How a person can authenticate.
  public var authMethods: [AuthMethod]
  /// Who the agent is.
  public var agentInfo: Implementation?

  /// Makes an answer of its parts.
  public init(
    protocolVersion: Int = ACPVersion.supported, agentCapabilities: AgentCapabilities, authMethods: [AuthMethod] = [],
    agentInfo: Implementation? = nil
  ) {
    self.protocolVersion = protocolVersion
    self.agentCapabilities = agentCapabilities
    self.authMethods = authMethods
    self.agentInfo = agentInfo
  }

  /// Reads one; the version is required.
  public init(json: JSONValue) throws(InvalidField) {
    guard let version = json["protocolVersion"]?.int else {
      throw InvalidField("protocolVersion", expected: "a whole number")
    }
    protocolVersion = version
    agentCapabilities = AgentCapabilities(json: json["agentCapabilities"] ?? .null)
    authMethods = json.array("authMethods", of: AuthMethod.self)
    agentInfo = json.optional("agentInfo", as: Implementation.self)
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "protocolVersion": .int(protocolVersion), "agentCapabilities": agentCapabilities.json,
      "authMethods": .list(authMethods), "agentInfo": agentInfo?.json,
    ])
  }
}

/// Asks the agent to authenticate by one of its methods.
public struct AuthenticateRequest: WireValue, Hashable {
  /// The id of the method.
  public var methodID: String

  /// Makes a request for a method.
  public init(methodID: String) {
    self.methodID = methodID
  }

  /// Reads one; the method is required.
  public init(json: JSONValue) throws(InvalidField) {
    methodID = try json.requiredString("methodId")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["methodId": .string(methodID)] }
}
