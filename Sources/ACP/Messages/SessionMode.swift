public import JSON

/// A mode that an agent can work in.
public struct SessionMode: WireValue, Hashable {
  /// What `session/set_mode` is called with.
  public var id: String
  /// The name for people.
  public var name: String
  /// More for people.
  public var description: String?

  /// Makes a mode of its parts.
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

/// The modes of an agent and the one it is in.
public struct SessionModeState: WireValue, Hashable {
  /// The id of the present mode.
  public var currentModeID: String
  /// All modes.
  public var availableModes: [SessionMode]

  /// Makes a state of its parts.
  public init(currentModeID: String, availableModes: [SessionMode]) {
    self.currentModeID = currentModeID
    self.availableModes = availableModes
  }

  /// Reads one; the present mode is required.
  public init(json: JSONValue) throws(InvalidField) {
    currentModeID = try json.requiredString("currentModeId")
    availableModes = json.array("availableModes", of: SessionMode.self)
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    ["currentModeId": .string(currentModeID), "availableModes": .list(availableModes)]
  }
}
