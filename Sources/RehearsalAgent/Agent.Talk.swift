import ACP
import JSON
import Platform

/// Commands that only send updates.
extension Agent {
  /// The session that is being worked on; empty between turns.
  var sessionID: String { turn?.sessionID ?? "" }

  /// Sends an update; those of a call or a plan are remembered as they are.
  func send(_ update: JSONValue) throws {
    let kind = UpdateKind(rawValue: update["sessionUpdate"]?.string ?? "")
    if [.toolCall, .toolCallUpdate, .plan].contains(kind) {
      conversations[sessionID]?.remember(kind, update.text)
    }
    try peer.send(SessionUpdate.line(sessionID: sessionID, update))
  }

  /// Sends one numbered chunk.
  func say(_ text: String, as kind: UpdateKind = .agentMessageChunk, sessionID id: String? = nil) throws {
    try post(text, as: kind, sessionID: id ?? sessionID)
    try peer.flush()
  }

  /// Like `say`, but what is sent may be collected with what follows.
  private func post(_ text: String, as kind: UpdateKind, sessionID id: String) throws {
    guard let conversation = conversations[id] else { return }
    let number = nextChunk(of: conversation)
    let chunk = "#\(number) \(text)\n"
    conversations[id]?.remember(kind, chunk)
    try peer.post(SessionUpdate.line(sessionID: id, kind, text: chunk))
  }

  /// Gives a text back in pieces of about forty characters, cut between words.
  func echo(_ text: String) throws {
    var piece = ""
    for word in text.split(separator: " ") {
      if !piece.isEmpty, piece.count + word.count >= 40 {
        try say(piece)
        piece = ""
      }
      piece += (piece.isEmpty ? "" : " ") + word
    }
    if !piece.isEmpty { try say(piece) }
  }

  func stream(_ count: Int, bytes: Int, perSecond: Int?) throws {
    let start = clock.boot()
    for index in 0..<count {
      if let perSecond {
        try wait(until: start + .nanoseconds(1_000_000_000 / perSecond * index))
      } else if index % 64 == 0 {
        try breathe()
      }
      try post(Self.filled("chunk \(index + 1) of \(count)", bytes), as: .agentMessageChunk, sessionID: sessionID)
    }
    try peer.flush()
  }

  /// A text of at least that many bytes.
  private static func filled(_ text: String, _ bytes: Int) -> String {
    let missing = bytes - text.utf8.count
    guard missing > 0 else { return text }
    let pattern = " abcdefghijklmnopqrstuvwxyz"
    return text + String(repeating: pattern, count: missing / pattern.utf8.count)
      + pattern.prefix(missing % pattern.utf8.count)
  }

  func plan() throws {
    let steps = ["Look around", "Make the change", "Check the result"]
    for done in 0...steps.count {
      let entries = steps.enumerated().map { index, step in
        PlanEntry(
          content: step, priority: index == 1 ? "high" : "medium",
          status: index < done ? "completed" : index == done ? "in_progress" : "pending")
      }
      try send(SessionUpdate.plan(entries))
    }
  }

  /// Reports the context as an agent with a model would; one token is four bytes of what was said.
  func usage() throws {
    let entries = conversations[sessionID]?.entries ?? []
    let tokens = { (kinds: [UpdateKind]) in
      entries.filter { kinds.contains($0.kind) }.reduce(0) { $0 + ($1.text.utf8.count + 3) / 4 }
    }
    var usage = TokenUsage()
    usage.inputTokens = tokens([.userMessageChunk])
    usage.outputTokens = tokens([.agentMessageChunk])
    usage.thoughtTokens = tokens([.agentThoughtChunk])
    usage.totalTokens = tokens([.userMessageChunk, .agentMessageChunk, .agentThoughtChunk])
    usage.cachedReadTokens = 0
    turn?.usage = usage
    let cost = JSONNumber(text: "0.25").map { Cost(amount: $0, currency: "USD") }
    try send(SessionUpdate.usage(used: usage.totalTokens ?? 0, size: 200_000, cost: cost))
  }

  func switchMode(_ name: String) throws {
    guard let mode = Conversation.Mode(rawValue: name) else { return try say("there is no mode \(name)") }
    conversations[sessionID]?.mode = mode
    try send(["sessionUpdate": .string(UpdateKind.currentModeUpdate.rawValue), "currentModeId": .string(name)])
  }

  /// Shows what is remembered of earlier turns, in this process or another.
  func recall() throws {
    let prompts = conversations[sessionID]?.entries.filter { $0.kind == .userMessageChunk }.dropLast() ?? []
    try say("I remember \(prompts.count) earlier prompt\(prompts.count == 1 ? "" : "s")")
    for prompt in prompts { try say(prompt.text) }
  }

  /// Shows the blocks that came before the prompt itself.
  func showContext() throws {
    let context = turn?.context ?? []
    try say("\(context.count) block\(context.count == 1 ? "" : "s") before the prompt")
    for text in context { try say(text) }
  }

  /// Sends an update object, or a whole message, byte for byte.
  func sendRaw(_ json: String) throws {
    guard let value = try? JSONParser.parse(json, duplicateKeys: .lastWins) else { return try say("no JSON: \(json)") }
    guard value["sessionUpdate"] != nil else { return try peer.send(Array("\(json)\n".utf8)) }
    var line = JSONWriter()
    line.object { line in
      line.field("jsonrpc", "2.0")
      line.field("method", ACPMethod.sessionUpdate.rawValue)
      line.key("params")
      line.object { params in
        params.field("sessionId", sessionID)
        params.field("update", raw: json.utf8)
      }
    }
    try peer.send(line.bytes + [UInt8(ascii: "\n")])
  }

  /// Chunks that come after the answer, a tenth of a second apart.
  func sendLate(_ count: Int, sessionID: String) throws {
    for _ in 0..<count {
      try wait(until: clock.boot() + .milliseconds(100))
      try say("late", sessionID: sessionID)
    }
  }
}
