public import JSON

/// What an agent sends; each is the update object of a `session/update`.
extension SessionUpdate {
  /// The line of a `session/update` with that update object.
  public static func line(sessionID: String, _ update: JSONValue) -> [UInt8] {
    RPCLine.notification(.sessionUpdate, ["sessionId": .string(sessionID), "update": update])
  }

  /// A piece of a message of the user (when a session is loaded), of the agent, or of its thoughts.
  public static func chunk(_ kind: UpdateKind, _ content: ContentBlock) -> JSONValue {
    ["sessionUpdate": kind.json, "content": content.json]
  }

  /// The line of a `session/update` with a piece of text, made without values in between: agents send many.
  public static func line(sessionID: String, _ kind: UpdateKind, text: String) -> [UInt8] {
    var writer = JSONWriter(capacity: text.utf8.count + 256)
    writer.object { writer in
      writer.field("jsonrpc", "2.0")
      writer.field("method", ACPMethod.sessionUpdate.rawValue)
      writer.key("params")
      writer.object { params in
        params.field("sessionId", sessionID)
        params.key("update")
        params.object { update in
          update.field("sessionUpdate", kind.rawValue)
          update.key("content")
          update.object { content in
            content.field("type", "text")
            content.field("text", text)
          }
        }
      }
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  /// A new tool call; it must have a title.
  public static func toolCall(_ call: ToolCall) -> JSONValue { named(.toolCall, call.json) }

  /// A change of a tool call.
  public static func toolCallUpdate(_ call: ToolCall) -> JSONValue { named(.toolCallUpdate, call.json) }

  /// The whole plan, replacing the one before.
  public static func plan(_ entries: [PlanEntry]) -> JSONValue {
    ["sessionUpdate": UpdateKind.plan.json, "entries": .list(entries)]
  }

  /// How full the context is, in tokens, and what the session has cost.
  public static func usage(used: Int, size: Int, cost: Cost? = nil) -> JSONValue {
    .object(omittingNil: [
      "sessionUpdate": UpdateKind.usageUpdate.json, "used": .int(used), "size": .int(size), "cost": cost?.json,
    ])
  }

  private static func named(_ kind: UpdateKind, _ fields: JSONValue) -> JSONValue {
    var object: JSONObject = ["sessionUpdate": kind.json]
    for member in fields.object?.members ?? [] { object[member.key] = member.value }
    return .object(object)
  }
}

/// What a session has cost so far.
public struct Cost: WireValue, Hashable {
  /// How much.
  public var amount: JSONNumber
  /// The currency by its three letters.
  public var currency: String

  /// Makes a cost of its parts.
  public init(amount: JSONNumber, currency: String) {
    self.amount = amount
    self.currency = currency
  }

  /// Reads one; both fields are required.
  public init(json: JSONValue) throws(InvalidField) {
    guard let amount = json["amount"]?.number else { throw InvalidField("amount", expected: "a number") }
    self.amount = amount
    currency = try json.requiredString("currency")
  }

  /// As it goes on the wire.
  public var json: JSONValue { ["amount": .number(amount), "currency": .string(currency)] }
}

/// A step of a plan.
public struct PlanEntry: WireValue, Hashable {
  /// What is to be done.
  public var content: String
  /// `high`, `medium` or `low`.
  public var priority: String
  /// `pending`, `in_progress` or `completed`.
  public var status: String

  /// Makes a step of its parts.
  public init(content: String, priority: String = "medium", status: String = "pending") {
    self.content = content
    self.priority = priority
    self.status = status
  }

  /// Reads one; all fields are required.
  public init(json: JSONValue) throws(InvalidField) {
    content = try json.requiredString("content")
    priority = try json.requiredString("priority")
    status = try json.requiredString("status")
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    ["content": .string(content), "priority": .string(priority), "status": .string(status)]
  }
}
