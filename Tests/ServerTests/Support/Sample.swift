import Home
import Journal
import Platform
import Sessions

/// Values to test with.
enum Sample {
  static let sessionID = SessionID(bytes: [1, 2, 3, 4, 5, 6, 7, 8])
  static let turn = TurnID(bytes: [8, 7, 6, 5, 4, 3, 2, 1])
  static let workspaceID = WorkspaceID(bytes: [1, 1, 1, 1, 1, 1, 1, 1])
  static let otherWorkspaceID = WorkspaceID(bytes: [2, 2, 2, 2, 2, 2, 2, 2])
  static let time = WallTime(nanoseconds: 1_700_000_000_250_000_000)

  static var session: SessionSnapshot {
    var session = SessionSnapshot(
      id: sessionID, agentName: "general", provider: "rehearsal", workspaceID: workspaceID, workspacePath: "/work",
      permissionMode: "approve-reads", state: .active, createdAt: time, updatedAt: time)
    session.acpSessionID = "acp-1"
    session.capabilities = Array(#"{"supports_load_session":true}"#.utf8)
    session.process = SessionSnapshot.Process(pid: 42, startTicks: 7, epoch: 1)
    session.head = 5
    return session
  }

  static var stopped: SessionSnapshot {
    var session = session
    session.state = .stopped
    session.stopReason = "user_canceled"
    session.process = nil
    return session
  }

  static var prompting: SessionSnapshot {
    var session = session
    session.turn = SessionSnapshot.Turn(
      id: turn, startedAt: time, lastActivityAt: time, lastActivityKind: "tool_call", currentTool: "Read a.txt",
      toolCallID: "t1")
    return session
  }

  static func workspace(
    _ id: WorkspaceID, root: String, name: String, additional: [String] = []
  ) -> WorkspaceRecord {
    WorkspaceRecord(
      id: id, root: root, additional: additional, name: name, defaultAgent: nil, createdAt: time, updatedAt: time)
  }

  static func turn(_ number: Int) -> TurnID { TurnID(bytes: [0, 0, 0, 0, 0, 0, 1, UInt8(number)]) }

  static func event(
    _ sequence: Int64, _ type: EventType, _ content: String, turn: TurnID? = Sample.turn, epoch: Int64 = 0
  ) -> EventView {
    EventView(
      id: "ev-\(sequence)", journalEpoch: epoch,
      row: EventRow(
        sequence: sequence, turn: turn, type: type, agent: "general", time: time.nanoseconds + sequence,
        content: Array(content.utf8)))
  }

  static func words(_ sequence: Int64, _ text: String) -> EventView {
    let update = #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"\#(text)"}}"#
    return event(sequence, .agentMessage, update)
  }

  /// A whole turn and the end of the session.
  static let turnEvents = [
    event(1, .userMessage, #"{"text":"hello"}"#), words(2, "one "), words(3, "two"),
    event(
      4, .toolCall,
      #"{"sessionUpdate":"tool_call","toolCallId":"t1","title":"Read a.txt","rawInput":{"path":"a.txt"}}"#),
    event(5, .done, #"{"stop_reason":"end_turn"}"#),
  ]

  static let stopEvent = event(6, .sessionStopped, #"{"stop_reason":"user_canceled"}"#, turn: nil)
}
