import JSON

/// What becomes of the updates that one process of an agent has sent: the rules of `docs/reliability.md`, applied to
/// nothing but its log.
struct SentUpdates {
  /// To be stored, byte by byte, in order.
  private(set) var told: [[UInt8]] = []
  /// How many repeat what is stored, so that they are only counted.
  private(set) var replayed = 0
  /// How many are for another conversation.
  private(set) var foreign = 0

  /// The conversation of the process, once it is open.
  private var conversation: String?
  /// The call that opens it, as long as it is not answered.
  private var opening: AgentLog.Line?
  private var replay = Replay.none

  /// Whether what was said before may come again.
  private enum Replay { case none, possible, begun }

  init(_ log: AgentLog) {
    for line in log.lines {
      if line.isReceived {
        takeReceived(line)
      } else if let update = line.update {
        take(update, conversation: line.json["params"]?["sessionId"]?.string)
      } else if line.method == nil, let opening, line.id == opening.id {
        open(by: opening, line.json["result"])
      }
    }
  }

  private mutating func takeReceived(_ line: AgentLog.Line) {
    switch line.method {
    case "session/new", "session/load", "session/resume":
      opening = line
      conversation = nil
      replay = .none
    case "session/prompt": replay = .none
    default: break
    }
  }

  private mutating func open(by call: AgentLog.Line, _ result: JSONValue?) {
    opening = nil
    guard let result else { return }
    if call.method == "session/new" {
      conversation = result["sessionId"]?.string
    } else {
      conversation = call.json["params"]?["sessionId"]?.string
      replay = .possible
    }
  }

  private mutating func take(_ update: [UInt8], conversation named: String?) {
    let kind = (try? JSONParser.parse(update, duplicateKeys: .lastWins))?["sessionUpdate"]?.string ?? ""
    if let conversation, let named, named != conversation {
      foreign += 1
    } else if isReplayed(kind) {
      replayed += 1
    } else {
      told.append(update)
    }
  }

  private mutating func isReplayed(_ kind: String) -> Bool {
    if let opening, opening.method != "session/new" { return !Self.ofThePresent.contains(kind) }
    if replay == .possible, kind == "user_message_chunk" { replay = .begun }
    return replay == .begun && Self.ofThePast.contains(kind)
  }

  /// Kinds that say how the agent is now, also while it loads.
  private static let ofThePresent: Set = ["available_commands_update", "current_mode_update", "config_option_update"]

  /// Kinds that say what was said and done.
  private static let ofThePast: Set = [
    "user_message_chunk", "agent_message_chunk", "agent_thought_chunk", "tool_call", "tool_call_update", "plan",
  ]
}
