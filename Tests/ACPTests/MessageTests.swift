import ACP
import JSON
import Testing

/// What is written reads back the same, and what others write is read leniently.
@Suite struct MessageTests {
  private func expectRoundTrip<Value: WireValue & Equatable>(_ value: Value) throws {
    let bytes = value.json.serialize()
    #expect(try Value(json: try JSONParser.parse(bytes)) == value)
  }

  @Test func everyMessageReadsBackTheSame() throws {
    try expectRoundTrip(WireSamples.initialize)
    try expectRoundTrip(WireSamples.initialized)
    try expectRoundTrip(AuthenticateRequest(methodID: "key"))
    try expectRoundTrip(WireSamples.newSession)
    try expectRoundTrip(WireSamples.newSessionAnswer)
    try expectRoundTrip(LoadSessionRequest(sessionID: "s", setup: WireSamples.newSession))
    try expectRoundTrip(WireSamples.newSessionAnswer.state)
    try expectRoundTrip(SessionReference(sessionID: "s"))
    try expectRoundTrip(SetModeRequest(sessionID: "s", modeID: "code"))
    try expectRoundTrip(SetConfigOptionRequest(sessionID: "s", configID: "c", value: .choice("x")))
    try expectRoundTrip(SetConfigOptionRequest(sessionID: "s", configID: "c", value: .flag(false)))
    try expectRoundTrip(CancelRequestNotification(requestID: RPCID(string: "r")))
    try expectRoundTrip(WireSamples.prompt)
    try expectRoundTrip(WireSamples.promptAnswer)
    try expectRoundTrip(WireSamples.permission)
    try expectRoundTrip(PermissionOutcome.selected("a1"))
    try expectRoundTrip(PermissionOutcome.cancelled)
    try expectRoundTrip(ReadTextFileRequest(sessionID: "s", path: "/a", line: 1, limit: 2))
    try expectRoundTrip(ReadTextFileResponse(content: "x\ny"))
    try expectRoundTrip(WriteTextFileRequest(sessionID: "s", path: "/a", content: ""))
    try expectRoundTrip(WireSamples.terminal)
    try expectRoundTrip(CreateTerminalResponse(terminalID: "term-1"))
    try expectRoundTrip(TerminalReference(sessionID: "s", terminalID: "term-1"))
    try expectRoundTrip(TerminalOutput(output: "o", truncated: true, exitStatus: TerminalExitStatus(exitCode: 0)))
    try expectRoundTrip(TerminalExitStatus(signal: "SIGKILL"))
  }

  @Test func whatIsMissingIsNamed() {
    #expect(throws: InvalidField("cwd", expected: "a string")) { try NewSessionRequest(json: [:]) }
    #expect(throws: InvalidField("prompt", expected: "an array")) { try PromptRequest(json: ["sessionId": "s"]) }
    #expect(throws: InvalidField("toolCall", expected: "an object")) { try PermissionRequest(json: ["sessionId": "s"]) }
    #expect(throws: InvalidField("toolCallId", expected: "a string")) {
      try PermissionRequest(json: ["sessionId": "s", "toolCall": [:]])
    }
    #expect(throws: InvalidField("outcome", expected: "an object")) { try PermissionOutcome(json: .null) }
    #expect(throws: InvalidField("protocolVersion", expected: "a whole number")) {
      try InitializeResponse(json: ["protocolVersion": "2024-11-05"])
    }
  }

  @Test func optionalFieldsOfAnotherTypeReadAsAbsent() throws {
    let answer = try InitializeResponse(
      json: ["protocolVersion": 1, "agentCapabilities": "none", "authMethods": [5, ["id": "a", "name": "A"]]])
    #expect(answer.agentCapabilities == AgentCapabilities())
    #expect(answer.authMethods == [AuthMethod(id: "a", name: "A")])
    #expect(
      try NewSessionResponse(json: ["sessionId": "s", "modes": .null, "configOptions": .null]).state.modes == nil)
    let request = try PermissionRequest(json: [
      "sessionId": "s", "toolCall": ["toolCallId": "t", "locations": ["x", ["path": "/p"]], "kind": .null],
      "options": [["optionId": "a"], ["optionId": "b", "kind": "allow_once"], ["optionId": "c", "kind": "later"]],
    ])
    #expect(request.toolCall.locations == [ToolCallLocation(path: "/p")])
    #expect(request.options.map(\.id) == ["b", "c"])
    #expect(request.options.first?.name == "b")
  }

  @Test func sessionCapabilitiesAreObjectsNotFlags() {
    let capabilities = AgentCapabilities(json: [
      "loadSession": true, "sessionCapabilities": ["resume": [:], "close": .null, "list": false],
    ])
    #expect(capabilities.loadSession)
    #expect(capabilities.resumeSession)
    #expect(!capabilities.closeSession)
    #expect(!capabilities.listSessions)
  }

  @Test func bothSpellingsOfCachedTokensAreRead() {
    let both: [JSONValue] = [
      ["cachedReadTokens": 5, "cachedWriteTokens": 6], ["cacheReadTokens": 5, "cacheWriteTokens": 6],
    ]
    for json in both {
      #expect(TokenUsage(json: json).cachedReadTokens == 5)
      #expect(TokenUsage(json: json).cachedWriteTokens == 6)
    }
  }

  @Test func unknownStopReasonsAndBlocksPassThrough() throws {
    #expect(try PromptResponse(json: ["stopReason": "bored"]).stopReason.rawValue == "bored")
    let block: JSONValue = ["type": "hologram", "frames": [1, 2]]
    #expect(try ContentBlock(json: block).json == block)
    #expect(try ContentBlock(json: block).text == nil)
  }
}
