public import JSON

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
