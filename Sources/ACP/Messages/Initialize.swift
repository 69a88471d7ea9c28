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
