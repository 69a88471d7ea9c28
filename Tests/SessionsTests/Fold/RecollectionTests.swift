import ACP
import Home
import JSON
import Journal
import Testing

@testable import Sessions

@Suite("An agent that says it knows the conversation")
struct RecollectionTests {
  @Test(
    "and does not is given a new one, and the same prompt behind the stored text",
    arguments: [
      #"{"code":-32002,"message":"Resource not found: session 1"}"#, #"{"code":-32603,"message":"Session not found"}"#,
      #"{"code":-32603,"message":"Internal error","data":{"details":"Session acp-1 not found"}}"#,
      #"{"code":-32602,"message":"Invalid params","data":"No conversation found with session ID: acp-1"}"#,
      #"{"code":-32603,"message":"Internal error","data":"Failed to get session"}"#,
    ])
  func forgotten(error: String) throws {
    var model = try loaded()
    let turn = try model.prompt("two", turn: 2)
    try model.agent(refuse: .sessionPrompt, error)
    #expect(model.state.openTurn?.id == turn)
    #expect(model.sent.last?["method"] == "session/new")
    try model.agent(reply: .sessionNew, #"{"sessionId":"acp-2"}"#)
    #expect(model.state.turnToDeliver?.id == turn)
    #expect(model.types.last == "transcript_marker.created")
    try model.decide { try $0.deliverPrompt("two", context: "said so far") }
    let sent = try #require(model.sent.last)
    #expect(sent["params"]?["sessionId"] == "acp-2")
    #expect(sent["params"]?["prompt"]?.array?.compactMap { $0["text"]?.string } == ["said so far", "two"])
    #expect(model.state.turnToDeliver == nil)
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    #expect(model.types.last == "done")
    #expect(model.types.count { $0 == "user_message" } == 2)
    #expect(model.differences == 0)
  }

  @Test("is not asked again for what it has begun, nor for any other failure, nor later on")
  func known() throws {
    let unknown = #"{"code":-32603,"message":"Session not found"}"#
    var begun = try loaded()
    try begun.prompt("two", turn: 2)
    try begun.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hm"}}"#)
    try begun.agent(refuse: .sessionPrompt, unknown)
    #expect(begun.types.last == "error")

    var failed = try loaded()
    try failed.prompt("two", turn: 2)
    try failed.agent(refuse: .sessionPrompt, #"{"code":-32603,"message":"model not found for this session"}"#)
    #expect(failed.types.last == "error")

    var later = try loaded()
    try later.prompt("two", turn: 2)
    try later.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    try later.prompt("three", turn: 3)
    try later.agent(refuse: .sessionPrompt, unknown)
    #expect(later.types.last == "error")
  }

  @Test("and forgets it while the turn is cancelled: the turn ends as cancelled, the next prompt tells what was said")
  func cancelled() throws {
    var model = try loaded()
    try model.prompt("two", turn: 2)
    try model.agent(refuse: .sessionPrompt, #"{"code":-32002,"message":"Resource not found"}"#)
    try model.decide { try $0.cancelTurn() }
    try model.agent(reply: .sessionNew, #"{"sessionId":"acp-2"}"#)
    try model.decide { try $0.endUndelivered(nil) }
    #expect(model.types.last == "done")
    #expect(model.state.lifecycle?.needsPrimer == true)
    #expect(model.state.openTurn == nil)
    #expect(!model.sent.contains { $0["method"] == "session/cancel" })
  }

  @Test("A prompt that comes while a new conversation is asked for waits for it")
  func waiting() throws {
    var model = try loaded()
    try model.prompt("two", turn: 2)
    try model.agent(refuse: .sessionPrompt, #"{"code":-32002,"message":"Resource not found"}"#)
    try model.decide { try $0.abandonCancelledTurn(nil) }
    let next = try model.prompt("three", turn: 3)
    #expect(!model.sent.contains { $0["method"] == "session/prompt" })
    try model.agent(reply: .sessionNew, #"{"sessionId":"acp-2"}"#)
    #expect(model.state.turnToDeliver?.id == next)
  }

  @Test("What it replays after its answer is counted until the next prompt, from the user's first words on")
  func lateReplay() throws {
    var model = try loaded()
    let before = model.types.count
    try model.agent(update: #"{"sessionUpdate":"user_message_chunk","content":{"type":"text","text":"one"}}"#)
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hi"}}"#)
    try model.agent(update: #"{"sessionUpdate":"tool_call","toolCallId":"c","title":"T"}"#)
    try model.agent(update: #"{"sessionUpdate":"available_commands_update","availableCommands":[]}"#)
    #expect(model.state.noise.replayedUpdates == 3)
    #expect(Array(model.types.dropFirst(before)) == ["system"])
    try model.prompt("two", turn: 2)
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"new"}}"#)
    #expect(model.types.last == "agent_message")
    #expect(model.differences == 0)
  }

  @Test("What it says of its own accord after its answer is stored")
  func news() throws {
    var model = try loaded()
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"news"}}"#)
    #expect(model.types.last == "agent_message")
  }

  /// A session with one turn that was stopped, whose next agent has said that it loaded the conversation.
  private func loaded() throws -> EngineModel {
    var model = try EngineModel.active()
    try model.prompt("one")
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    try model.decide { try $0.endRun(.exited(code: 0, signal: nil, stderr: "", survivors: [])) }
    try model.restart()
    try model.agent(reply: .initialize, #"{"protocolVersion":1,"agentCapabilities":{"loadSession":true}}"#)
    try model.agent(reply: .sessionLoad, "{}")
    return model
  }
}
