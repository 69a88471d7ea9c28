import Home
import JSON
import Journal
import Platform
import Testing

@testable import Sessions

/// Rows, a session and shortcuts for tests of projections.
struct ProjectionFixture {
  let turn: TurnID
  var session: SessionSnapshot

  init() throws {
    turn = try #require(TurnID("turn-0123456789abcdef"))
    session = SessionSnapshot(
      id: try #require(SessionID("sess-0123456789abcdef")), agentName: "general", provider: "rehearsal",
      workspaceID: try #require(WorkspaceID("ws_0123456789abcdef")), workspacePath: "/w",
      permissionMode: "approve-reads",
      state: .active, createdAt: WallTime(nanoseconds: 0), updatedAt: WallTime(nanoseconds: 0))
    session.acpSessionID = "acp-1"
  }

  func row(_ type: EventType, _ content: String, sequence: Int64 = 7) -> EventRow {
    EventRow(
      sequence: sequence, turn: turn, type: type, agent: "general", time: 1_767_323_045_678_900_000,
      content: Array(content.utf8))
  }

  /// The row that the engine makes of an update.
  func row(update: String) throws -> EventRow {
    row(try Self.type(of: update), update)
  }

  static func type(of update: String) throws -> EventType {
    let value = try JSONParser.parse(update, duplicateKeys: .lastWins)
    switch value["sessionUpdate"]?.string {
    case "user_message_chunk": return .userMessage
    case "agent_message_chunk": return .agentMessage
    case "agent_thought_chunk": return .thought
    case "tool_call": return .toolCall
    case "tool_call_update":
      return ["completed", "failed"].contains(value["status"]?.string) ? .toolResult : .toolCall
    case "plan": return .plan
    case "usage_update": return .usage
    default: return .system
    }
  }

  func view(_ row: EventRow) -> EventView { EventView(id: "ev-00000000000000ff", journalEpoch: 0, row: row) }

  func content(_ row: EventRow) throws -> JSONValue {
    try JSONParser.parse(
      EventProjection.envelope(row, EventFields(row), acpSession: session.acpSessionID), duplicateKeys: .lastWins)
  }
}

extension JSONValue {
  /// Without some of its members.
  func without(_ keys: String...) -> JSONValue {
    guard var object else { return self }
    for key in keys { object[key] = nil }
    return .object(object)
  }

  /// Whether everything in `part` is here as well, members in any order; more may be here.
  func contains(_ part: JSONValue, ignoring ignored: Set<String> = []) -> Bool {
    switch (self, part) {
    case (.object(let own), .object(let wanted)):
      wanted.members.allSatisfy { member in
        ignored.contains(member.key)
          || own[member.key].map { $0.contains(member.value, ignoring: ignored) } ?? false
      }
    case (.array(let own), .array(let wanted)):
      own.count == wanted.count && zip(own, wanted).allSatisfy { $0.contains($1, ignoring: ignored) }
    case (.number(let own), .number(let wanted)): own.double == wanted.double
    default: self == part
    }
  }
}
