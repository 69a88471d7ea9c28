import ACP
import Home
import JSON
import Journal
import Testing

@testable import Sessions

@Suite("A permission request")
struct PermissionTests {
  private static func ask(kind: String, path: String = "notes.txt", call: String = "call-1") -> String {
    #"{"sessionId":"acp-1","toolCall":{"toolCallId":"\#(call)","kind":"\#(kind)","title":"Edit notes.txt","#
      + #""locations":[{"path":"\#(path)"}],"rawInput":{"a":1}},"options":[{"optionId":"a1","name":"Allow","kind":"allow_once"},"#
      + #"{"optionId":"a2","name":"Always","kind":"allow_always"},{"optionId":"r1","name":"No","kind":"reject_once"}]}"#
  }

  @Test("waits for a person, is answered once, and covers the write of its tool call")
  func approved() throws {
    var model = try EngineModel.active(.approveReads)
    let turn = try model.prompt("edit")
    try model.agent(request: "41", "session/request_permission", Self.ask(kind: "edit"))
    let request = try #require(model.state.openRequests.first)
    #expect(PermissionData(request)?.requestID == "\(turn):call-1")
    #expect(model.sent.last?["result"] == nil)
    try model.agent(request: "42", "fs/write_text_file", #"{"path":"/work/place/notes.txt","content":"x"}"#)
    #expect(model.sent.last?["error"]?["code"] == -32602, "not granted yet")
    try model.decide { try $0.decide(request, .allowOnce) }
    #expect(model.sent.last?["result"] == ["outcome": ["outcome": "selected", "optionId": "a1"]])
    #expect(model.sent.last?["id"] == 41)
    #expect(model.types.filter { $0 == "permission" }.count == 2)
    try model.agent(request: "43", "fs/write_text_file", #"{"path":"/work/place/notes.txt","content":"x"}"#)
    #expect(model.state.openRequests.map(\.method) == ["fs/write_text_file"])
    try model.agent(request: "44", "fs/write_text_file", #"{"path":"other.txt","content":"x"}"#)
    #expect(model.sent.last?["error"]?["code"] == -32602, "another file is not covered")
  }

  @Test("can be withdrawn by its id, however the agent writes it")
  func withdrawn() throws {
    var model = try EngineModel.active(.approveReads)
    try model.prompt("edit")
    try model.agent(request: #""caf\u00e9""#, "session/request_permission", Self.ask(kind: "edit"))
    try model.agent(#"{"jsonrpc":"2.0","method":"$/cancel_request","params":{"requestId":"another"}}"#)
    #expect(model.state.openRequests.count == 1)
    try model.agent(#"{"jsonrpc":"2.0","method":"$/cancel_request","params":{"requestId":"caf\u00e9"}}"#)
    #expect(model.state.openRequests.isEmpty)
    #expect(model.sent.last?["error"]?["code"] == -32800)
  }

  @Test("is a new one when the agent uses an id again: neither turn nor grant of the old call pass to it")
  func reusedCallID() throws {
    var model = try EngineModel.active(.approveReads)
    try model.prompt("edit", turn: 1)
    try model.agent(request: "41", "session/request_permission", Self.ask(kind: "edit"))
    let first = try #require(model.state.openRequests.first)
    try model.decide { try $0.decide(first, .allowOnce) }
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    let turn = try model.prompt("edit again", turn: 2)
    try model.agent(request: "42", "session/request_permission", Self.ask(kind: "edit"))
    let second = try #require(model.state.openRequests.first)
    #expect(PermissionData(second)?.requestID == "\(turn):call-1")
    #expect(second.turn == turn)
    try model.agent(request: "43", "fs/write_text_file", #"{"path":"notes.txt","content":"x"}"#)
    #expect(model.sent.last?["error"]?["code"] == -32602, "not granted yet")
    #expect(model.differences == 0)
  }

  @Test("covers the files of the diffs that its tool call shows, where the agent names no locations")
  func diffs() throws {
    var model = try EngineModel.active(.approveReads)
    try model.prompt("edit")
    try model.agent(update: #"{"sessionUpdate":"tool_call","toolCallId":"call-1","title":"write","kind":"edit"}"#)
    try model.agent(
      update: #"{"sessionUpdate":"tool_call_update","toolCallId":"call-1","#
        + #""content":[{"type":"diff","path":"/work/place/notes.txt","newText":"x"}]}"#)
    try model.agent(
      request: "41", "session/request_permission",
      #"{"sessionId":"acp-1","toolCall":{"toolCallId":"call-1","kind":"edit","title":"write"},"#
        + #""options":[{"optionId":"a1","name":"Allow","kind":"allow_once"}]}"#)
    let request = try #require(model.state.openRequests.first)
    try model.decide { try $0.decide(request, .allowOnce) }
    try model.agent(request: "42", "fs/write_text_file", #"{"path":"notes.txt","content":"x"}"#)
    #expect(model.state.openRequests.map(\.method) == ["fs/write_text_file"])
    try model.agent(request: "43", "fs/write_text_file", #"{"path":"other.txt","content":"x"}"#)
    #expect(model.sent.last?["error"]?["code"] == -32602, "another file is not covered")
  }

  @Test("for a diff outside the workspace is refused without asking")
  func diffOutside() throws {
    var model = try EngineModel.active(.approveReads)
    try model.prompt("edit")
    try model.agent(
      request: "41", "session/request_permission",
      #"{"sessionId":"acp-1","toolCall":{"toolCallId":"call-1","kind":"edit","#
        + #""content":[{"type":"diff","path":"/etc/passwd","newText":"x"}]},"#
        + #""options":[{"optionId":"r1","name":"No","kind":"reject_once"}]}"#)
    #expect(model.sent.last?["result"] == ["outcome": ["outcome": "selected", "optionId": "r1"]])
  }

  @Test("outside the workspace is refused without asking")
  func outside() throws {
    var model = try EngineModel.active(.approveReads)
    try model.prompt("edit")
    try model.agent(request: "41", "session/request_permission", Self.ask(kind: "edit", path: "../../etc/passwd"))
    #expect(model.sent.last?["result"] == ["outcome": ["outcome": "selected", "optionId": "r1"]])
    #expect(model.state.openRequests.isEmpty)
  }

  @Test("answered with allow-always is remembered for the kind")
  func always() throws {
    var model = try EngineModel.active(.approveReads)
    try model.prompt("edit")
    try model.agent(request: "41", "session/request_permission", Self.ask(kind: "edit"))
    let request = try #require(model.state.openRequests.first)
    try model.decide { try $0.decide(request, .allowAlways) }
    try model.agent(request: "42", "session/request_permission", Self.ask(kind: "edit", call: "call-2"))
    #expect(model.state.openRequests.isEmpty)
    #expect(model.sent.last?["result"] == ["outcome": ["outcome": "selected", "optionId": "a2"]])
  }

  @Test("is answered cancelled when its turn is cancelled, and when its agent is gone it just ends")
  func cancelled() throws {
    var model = try EngineModel.active(.approveReads)
    try model.prompt("edit")
    try model.agent(request: "41", "session/request_permission", Self.ask(kind: "edit"))
    try model.decide { try $0.cancelTurn() }
    #expect(model.sent.contains { $0["result"] == ["outcome": ["outcome": "cancelled"]] })
    try model.agent(request: "42", "session/request_permission", Self.ask(kind: "edit", call: "call-2"))
    try model.decide { try $0.endRun(.shimLost(survivors: [])) }
    #expect(model.state.openRequests.isEmpty)
    #expect(model.state.decisions.ended.map(\.decision) == ["cancelled", "cancelled"])
  }

  @Test("follows the mode", arguments: [("approve-all", "a1"), ("deny-all", "r1")])
  func modes(mode: String, option: String) throws {
    var model = try EngineModel.active(try #require(PermissionMode(rawValue: mode)))
    try model.prompt("edit")
    try model.agent(request: "41", "session/request_permission", Self.ask(kind: "execute"))
    #expect(model.sent.last?["result"]?["outcome"]?["optionId"]?.string == option)
  }
}
