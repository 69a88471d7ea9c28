public import JSON

/// A block of content, kept as it came: text, image, audio, a link, a resource, or a kind to come.
public struct ContentBlock: WireValue, Hashable {
  /// The block as it goes on the wire.
  public var json: JSONValue

  /// Takes any object as a block.
  public init(json: JSONValue) throws(InvalidField) {
    guard json.object != nil else { throw InvalidField("content", expected: "an object") }
    self.json = json
  }

  /// A block of text.
  public init(text: String, meta: JSONValue? = nil) {
    json = .object(omittingNil: ["type": "text", "text": .string(text), "_meta": meta])
  }

  /// The kind of block: `text`, `image`, `resource_link` …
  public var type: String { json["type"]?.string ?? "" }

  /// The text of a block of text, the address of a link; nil for other kinds.
  public var text: String? {
    switch type {
    case "text": json["text"]?.string
    case "resource_link": json["uri"]?.string
    default: nil
    }
  }
}

/// Sends a prompt; the answer comes when the turn is over.
public struct PromptRequest: WireValue, Hashable {
  /// The agent's name of the conversation.
  public var sessionID: String
  /// The blocks of the prompt, in order.
  public var prompt: [ContentBlock]
  /// Whatever else goes under `_meta`.
  public var meta: JSONValue?

  /// Makes a request of its parts.
  public init(sessionID: String, prompt: [ContentBlock], meta: JSONValue? = nil) {
    self.sessionID = sessionID
    self.prompt = prompt
    self.meta = meta
  }

  /// Reads one; session and blocks are required.
  public init(json: JSONValue) throws(InvalidField) {
    sessionID = try json.requiredString("sessionId")
    prompt = try json.requiredArray("prompt", of: ContentBlock.self)
    meta = json.meta
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: ["sessionId": .string(sessionID), "prompt": .list(prompt), "_meta": meta])
  }
}

/// Why a turn ended. Open: others are stored as sent.
public struct StopReason: WireName {
  /// The name on the wire.
  public let rawValue: String

  /// Makes the reason of that name.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The agent is done.
  public static let endTurn = StopReason(rawValue: "end_turn")
  /// No tokens are left.
  public static let maxTokens = StopReason(rawValue: "max_tokens")
  /// The agent has made too many requests in this turn.
  public static let maxTurnRequests = StopReason(rawValue: "max_turn_requests")
  /// The agent refused.
  public static let refusal = StopReason(rawValue: "refusal")
  /// The client cancelled.
  public static let cancelled = StopReason(rawValue: "cancelled")
}

/// The answer to a prompt.
public struct PromptResponse: WireValue, Hashable {
  /// Why the turn ended.
  public var stopReason: StopReason
  /// The tokens of the turn, when the agent counts them.
  public var usage: TokenUsage?

  /// Makes an answer of its parts.
  public init(stopReason: StopReason, usage: TokenUsage? = nil) {
    self.stopReason = stopReason
    self.usage = usage
  }

  /// Reads one; the reason is required.
  public init(json: JSONValue) throws(InvalidField) {
    stopReason = StopReason(rawValue: try json.requiredString("stopReason"))
    usage = json["usage"].flatMap { $0.object == nil ? nil : TokenUsage(json: $0) }
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: ["stopReason": stopReason.json, "usage": usage?.json])
  }
}

/// The tokens of a turn, as `session/prompt` is answered with by agents that count them.
public struct TokenUsage: WireValue, Hashable {
  /// Tokens that went in.
  public var inputTokens: Int?
  /// Tokens that came out.
  public var outputTokens: Int?
  /// All tokens.
  public var totalTokens: Int?
  /// Tokens of thoughts.
  public var thoughtTokens: Int?
  /// Input tokens that came from a cache.
  public var cachedReadTokens: Int?
  /// Input tokens that went into a cache.
  public var cachedWriteTokens: Int?

  /// Nothing is known.
  public init() {}

  /// Reads one; nothing is required. The cached counts are read in the protocol's spelling (`cachedReadTokens`) and in
  /// the one that older agents use (`cacheReadTokens`).
  public init(json: JSONValue) {
    inputTokens = json["inputTokens"]?.int
    outputTokens = json["outputTokens"]?.int
    totalTokens = json["totalTokens"]?.int
    thoughtTokens = json["thoughtTokens"]?.int
    cachedReadTokens = json["cachedReadTokens"]?.int ?? json["cacheReadTokens"]?.int
    cachedWriteTokens = json["cachedWriteTokens"]?.int ?? json["cacheWriteTokens"]?.int
  }

  /// As it goes on the wire.
  public var json: JSONValue {
    .object(omittingNil: [
      "inputTokens": .optional(inputTokens), "outputTokens": .optional(outputTokens),
      "totalTokens": .optional(totalTokens), "thoughtTokens": .optional(thoughtTokens),
      "cachedReadTokens": .optional(cachedReadTokens), "cachedWriteTokens": .optional(cachedWriteTokens),
    ])
  }
}
