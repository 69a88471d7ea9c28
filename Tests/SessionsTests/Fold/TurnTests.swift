import ACP
import Home
import JSON
import Journal
import JournalModel
import Testing

@testable import Sessions

@Suite("A turn")
struct TurnTests {
  @Test("stores each update byte for byte and ends with the agent's answer")
  func wholeTurn() throws {
    var model = try EngineModel.active()
    let turn = try model.prompt("hello")
    let update =
      #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"caf\u00e9 \/ 1.50"},"x":1e2}"#
    try model.agent(update: update)
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn","usage":{"inputTokens":3,"cachedReadTokens":2}}"#)
    #expect(model.types == ["user_message", "agent_message", "done"])
    #expect(model.journal.events[1].content == Array(update.utf8))
    #expect(try model.content(2)["usage"] == ["input_tokens": 3, "cache_read_tokens": 2])
    #expect(model.journal.events.allSatisfy { $0.turn == turn })
    #expect(model.state.openTurn == nil)
    #expect(model.state.openCall(.sessionPrompt) == nil)
  }

  @Test("gives a late result to the turn of its tool call")
  func lateResult() throws {
    var model = try EngineModel.active()
    let first = try model.prompt("one", turn: 1)
    try model.agent(update: #"{"sessionUpdate":"tool_call","toolCallId":"c1","title":"Look","kind":"read"}"#)
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    try model.prompt("two", turn: 2)
    try model.agent(update: #"{"sessionUpdate":"tool_call_update","toolCallId":"c1","status":"completed"}"#)
    #expect(model.journal.events.last?.type == .toolResult)
    #expect(model.journal.events.last?.turn == first)
  }

  @Test("has its own tool calls, also when the agent uses an id again")
  func reusedCallID() throws {
    var model = try EngineModel.active()
    try model.prompt("one", turn: 1)
    try model.agent(update: #"{"sessionUpdate":"tool_call","toolCallId":"c1","title":"Look","kind":"read"}"#)
    try model.agent(update: #"{"sessionUpdate":"tool_call_update","toolCallId":"c1","status":"completed"}"#)
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    let second = try model.prompt("two", turn: 2)
    try model.agent(update: #"{"sessionUpdate":"tool_call","toolCallId":"c1","title":"Look","kind":"read"}"#)
    #expect(model.journal.events.last?.turn == second)
    try model.agent(update: #"{"sessionUpdate":"tool_call_update","toolCallId":"c1","status":"completed"}"#)
    #expect(model.journal.events.last?.turn == second)
    #expect(model.differences == 0)
  }

  @Test("cancelled by a person ends with the agent's own answer")
  func cancelled() throws {
    var model = try EngineModel.active()
    try model.prompt("work")
    try model.decide { try $0.cancelTurn() }
    #expect(model.sent.last?["method"] == "session/cancel")
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"cancelled"}"#)
    #expect(model.types.last == "done")
    #expect(try model.content(model.types.count - 1)["stop_reason"] == "cancelled")
  }

  @Test("drops an update for another conversation and counts it")
  func foreign() throws {
    var model = try EngineModel.active()
    try model.prompt("hello")
    try model.agent(
      #"{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"other","update":{"sessionUpdate":"plan","entries":[]}}}"#
    )
    #expect(model.types == ["user_message"])
    #expect(model.state.noise.foreignUpdates == 1)
  }

  @Test("fails with the session after ten lines of garbage in a row, and quotes them")
  func garbage() throws {
    var model = try EngineModel.active()
    try model.prompt("hello")
    for number in 1...9 { try model.agent("garbage \(number)") }
    try model.agent(update: #"{"sessionUpdate":"plan","entries":[]}"#)
    for number in 1...9 { try model.agent("more \(number)") }
    #expect(model.state.lifecycle?.phase == .active)
    try model.agent("the last straw")
    #expect(model.state.lifecycle?.phase == .stopping)
    #expect(model.state.noise.lines == 19)
    #expect(model.state.lifecycle?.failure?.summary?.contains("the last straw") == true)
    #expect(model.types.last == "error")
  }

  @Test("answers an unknown method with -32601")
  func unknownMethod() throws {
    var model = try EngineModel.active()
    try model.agent(request: #""abc""#, "wish/upon_a_star", "{}")
    #expect(model.sent.last?["error"]?["code"] == -32601)
    #expect(model.sent.last?["id"] == "abc")
  }

  @Test("of an agent that crashed ends with one error, and the session with one stop")
  func crash() throws {
    var model = try EngineModel.active()
    try model.prompt("hello")
    try model.decide { try $0.endRun(.exited(code: 7, signal: nil, stderr: "ouch\n", survivors: [])) }
    #expect(model.types == ["user_message", "error", "session_stopped"])
    #expect(try model.content(2)["stop_reason"] == "agent_crashed")
    #expect(try model.content(1)["error"]?.string?.contains("ouch") == true)
  }
}
