import ACP
import Home
import JSON
import Journal
import Testing

@testable import Sessions

@Suite("The start of a run")
struct StartTests {
  @Test("that names another protocol version fails with what it named")
  func version() throws {
    var model = EngineModel()
    try model.start()
    try model.agent(reply: .initialize, #"{"protocolVersion":9}"#)
    #expect(model.state.lifecycle?.phase == .stopping)
    #expect(model.state.lifecycle?.failure?.code == "agent_protocol_version")
    #expect(model.state.lifecycle?.failure?.summary?.contains("9") == true)
  }

  @Test("of an agent that asks for a login says so")
  func login() throws {
    var model = EngineModel()
    try model.start()
    try model.agent(reply: .initialize, #"{"protocolVersion":1}"#)
    try model.agent(refuse: .sessionNew, #"{"code":-32000,"message":"Authentication required"}"#)
    #expect(model.state.lifecycle?.failure?.code == "agent_auth_required")
  }

  @Test("again loads the conversation; what is replayed is counted, not stored twice")
  func load() throws {
    var model = try EngineModel.active()
    try model.prompt("hello")
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hi"}}"#)
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    try model.decide { try $0.endRun(.exited(code: 0, signal: nil, stderr: "", survivors: [])) }
    let before = model.types.count
    try model.restart()
    try model.agent(reply: .initialize, #"{"protocolVersion":1,"agentCapabilities":{"loadSession":true}}"#)
    #expect(model.sent.last?["method"] == "session/load")
    #expect(model.sent.last?["params"]?["sessionId"] == "acp-1")
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hi"}}"#)
    try model.agent(update: #"{"sessionUpdate":"current_mode_update","currentModeId":"plan"}"#)
    try model.agent(reply: .sessionLoad, "{}")
    #expect(model.state.lifecycle?.phase == .active)
    #expect(model.state.noise.replayedUpdates == 1)
    #expect(Array(model.types.dropFirst(before)) == ["system", "transcript_marker.created"])
  }

  @Test("again resumes the conversation; what is replayed all the same is counted, not stored twice")
  func resume() throws {
    var model = try EngineModel.active()
    try model.prompt("hello")
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hi"}}"#)
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    try model.decide { try $0.endRun(.exited(code: 0, signal: nil, stderr: "", survivors: [])) }
    let before = model.types.count
    try model.restart()
    try model.agent(
      reply: .initialize, #"{"protocolVersion":1,"agentCapabilities":{"sessionCapabilities":{"resume":{}}}}"#)
    #expect(model.sent.last?["method"] == "session/resume")
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hi"}}"#)
    try model.agent(reply: .sessionResume, "{}")
    #expect(model.state.noise.replayedUpdates == 1)
    #expect(Array(model.types.dropFirst(before)) == ["transcript_marker.created"])
    try model.agent(update: #"{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"new"}}"#)
    #expect(model.types.last == "agent_message")
  }

  @Test("again falls back to a new conversation that is primed when the agent cannot load", arguments: [true, false])
  func primed(offers: Bool) throws {
    var model = try EngineModel.active()
    try model.prompt("hello")
    try model.agent(reply: .sessionPrompt, #"{"stopReason":"end_turn"}"#)
    try model.decide { try $0.endRun(.shimLost(survivors: [])) }
    try model.restart()
    try model.agent(reply: .initialize, #"{"protocolVersion":1,"agentCapabilities":{"loadSession":\#(offers)}}"#)
    if offers { try model.agent(refuse: .sessionLoad, #"{"code":-32002,"message":"Resource not found"}"#) }
    try model.agent(reply: .sessionNew, #"{"sessionId":"acp-2"}"#)
    #expect(model.state.lifecycle?.phase == .active)
    #expect(model.state.lifecycle?.needsPrimer == true)
    #expect(model.state.conversation.acpSession == "acp-2")
    #expect(model.types.last == "transcript_marker.created")
  }
}
