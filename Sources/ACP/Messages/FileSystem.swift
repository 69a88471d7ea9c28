public import JSON

/// Asks the client for a text file.
public struct ReadTextFileRequest: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// The path; the protocol wants an absolute one.
  public var path: String
  /// The first line wanted, counted from 1; nil for the whole file.
  public var line: Int?
  /// How many lines are wanted; nil for all.
  public var limit: Int?

  /// Makes a request of its parts.
  public init(sessionID: String, path: String, line: Int? = nil, limit: Int? = nil) {
    self.sessionID = sessionID
    self.path = path
    self.line = line
    self.limit = limit
  }

  /// Reads one; session and path are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    path = try json.requiredString("path")
    line = json["line"]?.int
    limit = json["limit"]?.int
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "sessionId": .string(sessionID), "path": .string(path), "line": .optional(line), "limit": .optional(limit),
    ])
  }
}

/// The text of a file.
public struct ReadTextFileResponse: WireValue, Hashable {
  /// The text.
  public var content: String

  /// Makes an answer of a text.
  public init(content: String) {
    self.content = content
  }

  /// Reads one; the text is required.
  public init(json: JSONValue) throws(InvalidField) {
    content = try json.requiredString("content")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["content": .string(content)] }
}

/// Asks the client to write a text file whole. The answer is an empty object.
public struct WriteTextFileRequest: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// The path; the protocol wants an absolute one.
  public var path: String
  /// The new text.
  public var content: String

  /// Makes a request of its parts.
  public init(sessionID: String, path: String, content: String) {
    self.sessionID = sessionID
    self.path = path
    self.content = content
  }

  /// Reads one; all fields are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    path = try json.requiredString("path")
    content = try json.requiredString("content")
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    ["sessionId": .string(sessionID), "path": .string(path), "content": .string(content)]
  }
}
