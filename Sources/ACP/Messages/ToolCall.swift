public import JSON

/// What a tool call does. Open.
public struct ToolKind: WireName {
  /// The name on the wire.
  public let rawValue: String

  /// Makes the kind of that name.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Reads files or data.
  public static let read = ToolKind(rawValue: "read")
  /// Changes files.
  public static let edit = ToolKind(rawValue: "edit")
  /// Removes files.
  public static let delete = ToolKind(rawValue: "delete")
  /// Moves or renames files.
  public static let move = ToolKind(rawValue: "move")
  /// Searches.
  public static let search = ToolKind(rawValue: "search")
  /// Runs a command.
  public static let execute = ToolKind(rawValue: "execute")
  /// Thinks.
  public static let think = ToolKind(rawValue: "think")
  /// Fetches from outside.
  public static let fetch = ToolKind(rawValue: "fetch")
  /// Switches the mode of the session.
  public static let switchMode = ToolKind(rawValue: "switch_mode")
  /// Anything else.
  public static let other = ToolKind(rawValue: "other")
}

/// How far a tool call is. Open.
public struct ToolCallStatus: WireName {
  /// The name on the wire.
  public let rawValue: String

  /// Makes the status of that name.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Not begun: its input is still coming, or a person is asked.
  public static let pending = ToolCallStatus(rawValue: "pending")
  /// At work.
  public static let inProgress = ToolCallStatus(rawValue: "in_progress")
  /// Over, and it worked.
  public static let completed = ToolCallStatus(rawValue: "completed")
  /// Over, and it did not work.
  public static let failed = ToolCallStatus(rawValue: "failed")

  /// Whether the call is over.
  public var isFinal: Bool { self == .completed || self == .failed }
}

/// A file that a tool call touches.
public struct ToolCallLocation: WireValue, Hashable {
  /// The path as the agent wrote it.
  public var path: String
  /// The line, counted from 1.
  public var line: Int?

  /// Makes a location of its parts.
  public init(path: String, line: Int? = nil) {
    self.path = path
    self.line = line
  }

  /// Reads one; the path is required.
  public init(json: JSONValue) throws(InvalidField) {
    path = try json.requiredString("path")
    line = json["line"]?.int
  }

  /// As it goes on the wire.
  public var json: JSONValue { .object(omittingNil: ["path": .string(path), "line": .optional(line)]) }
}

/// A tool call, or a change of one: fields that are nil are not mentioned.
public struct ToolCall: WireValue, Hashable {
  /// Names the call within the session.
  public var id: String
  /// What it does, for people.
  public var title: String?
  /// The name of the tool, when the agent says it.
  public var name: String?
  /// What it does, for machines.
  public var kind: ToolKind?
  /// How far it is.
  public var status: ToolCallStatus?
  /// What it brought, in the protocol's own form: content, diffs, terminals.
  public var content: [JSONValue]?
  /// The files it touches.
  public var locations: [ToolCallLocation]?
  /// What the tool was given.
  public var rawInput: JSONValue?
  /// What the tool gave back.
  public var rawOutput: JSONValue?

  /// A call of that id about which nothing else is said.
  public init(id: String) {
    self.id = id
  }

  /// Reads one; the id is required.
  public init(json: JSONValue) throws(InvalidField) {
    id = try json.requiredString("toolCallId")
    title = json["title"]?.string
    name = json["name"]?.string
    kind = json["kind"]?.string.map(ToolKind.init(rawValue:))
    status = json["status"]?.string.map(ToolCallStatus.init(rawValue:))
    content = json["content"]?.array
    locations = json["locations"]?.array == nil ? nil : json.array("locations", of: ToolCallLocation.self)
    rawInput = json["rawInput"]
    rawOutput = json["rawOutput"]
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "toolCallId": .string(id), "title": .optional(title), "name": .optional(name), "kind": kind?.json,
      "status": status?.json, "content": content.map(JSONValue.array), "locations": locations.map(JSONValue.list),
      "rawInput": rawInput, "rawOutput": rawOutput,
    ])
  }
}
