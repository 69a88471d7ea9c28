import ACP
import JSON
import Testing

/// What we send is valid by the protocol's own schema, which lies outside the repository.
@Suite(.enabled("the schema is not beside the package: ../shared/acp/schema.json") { ACPSchema.shared != nil })
struct SchemaTests {
  private let schema: ACPSchema

  init() throws {
    schema = try #require(ACPSchema.shared)
  }

  private func expectValid(_ value: JSONValue, _ definition: String) {
    #expect(schema.problems(of: value, as: definition) == [], "\(definition): \(value.text)")
  }

  @Test func whatTheClientSends() {
    expectValid(WireSamples.initialize.json, "InitializeRequest")
    expectValid(AuthenticateRequest(methodID: "key").json, "AuthenticateRequest")
    expectValid(WireSamples.newSession.json, "NewSessionRequest")
    expectValid(NewSessionRequest(cwd: "/w").json, "NewSessionRequest")
    expectValid(LoadSessionRequest(sessionID: "s", setup: WireSamples.newSession).json, "LoadSessionRequest")
    expectValid(LoadSessionRequest(sessionID: "s", setup: WireSamples.newSession).json, "ResumeSessionRequest")
    expectValid(SessionReference(sessionID: "s").json, "CloseSessionRequest")
    expectValid(SessionReference(sessionID: "s").json, "CancelNotification")
    expectValid(SetModeRequest(sessionID: "s", modeID: "m").json, "SetSessionModeRequest")
    for value in [SetConfigOptionRequest.Value.choice("x"), .flag(true)] {
      expectValid(
        SetConfigOptionRequest(sessionID: "s", configID: "c", value: value).json, "SetSessionConfigOptionRequest")
    }
    expectValid(WireSamples.prompt.json, "PromptRequest")
    expectValid(CancelRequestNotification(requestID: RPCID(7)).json, "CancelRequestNotification")
    expectValid(PermissionOutcome.selected("a").json, "RequestPermissionResponse")
    expectValid(PermissionOutcome.cancelled.json, "RequestPermissionResponse")
    expectValid(ReadTextFileResponse(content: "x").json, "ReadTextFileResponse")
    expectValid([:], "WriteTextFileResponse")
    expectValid(CreateTerminalResponse(terminalID: "t").json, "CreateTerminalResponse")
    expectValid(TerminalOutput(output: "", truncated: false).json, "TerminalOutputResponse")
    expectValid(
      TerminalOutput(output: "", truncated: true, exitStatus: TerminalExitStatus(signal: "SIGTERM")).json,
      "TerminalOutputResponse")
    expectValid(TerminalExitStatus(exitCode: 3).json, "WaitForTerminalExitResponse")
    expectValid(RPCError.methodNotFound("x").json, "Error")
    expectValid(RPCError.invalidParams("x").json, "Error")
  }

  @Test func whatTheAgentSends() {
    expectValid(WireSamples.initialized.json, "InitializeResponse")
    expectValid(WireSamples.newSessionAnswer.json, "NewSessionResponse")
    expectValid(WireSamples.newSessionAnswer.state.json, "LoadSessionResponse")
    expectValid(WireSamples.promptAnswer.json, "PromptResponse")
    expectValid(WireSamples.permission.json, "RequestPermissionRequest")
    expectValid(ReadTextFileRequest(sessionID: "s", path: "/a", line: 1, limit: 1).json, "ReadTextFileRequest")
    expectValid(WriteTextFileRequest(sessionID: "s", path: "/a", content: "").json, "WriteTextFileRequest")
    expectValid(WireSamples.terminal.json, "CreateTerminalRequest")
    for definition in [
      "TerminalOutputRequest", "WaitForTerminalExitRequest", "KillTerminalRequest",
      "ReleaseTerminalRequest",
    ] {
      expectValid(TerminalReference(sessionID: "s", terminalID: "t").json, definition)
    }
    for update in [
      SessionUpdate.chunk(.agentMessageChunk, ContentBlock(text: "x")), SessionUpdate.toolCall(WireSamples.toolCall),
      SessionUpdate.toolCallUpdate(ToolCall(id: "t")), SessionUpdate.plan([PlanEntry(content: "a")]),
      SessionUpdate.usage(used: 1, size: 2),
    ] {
      expectValid(update, "SessionUpdate")
    }
  }

  @Test func theSamplesOfKnownKindsAreWhatTheProtocolMeans() throws {
    for sample in UpdateSamples.all.dropLast(3) {
      expectValid(try JSONParser.parse(sample), "SessionUpdate")
    }
  }

  @Test func theKindsAndMethodsAreThoseOfTheProtocol() throws {
    let kinds = schema.definitions["SessionUpdate"]?["oneOf"]?.array?.compactMap {
      $0["properties"]?["sessionUpdate"]?["const"]?.string
    }
    #expect(kinds == UpdateKind.known.map(\.rawValue))
    let methods = Set(schema.definitions.object?.members.compactMap { $0.value["x-method"]?.string } ?? [])
    for method in [
      ACPMethod.initialize, .authenticate, .sessionNew, .sessionLoad, .sessionResume, .sessionClose, .sessionPrompt,
      .sessionSetMode, .sessionSetConfigOption, .sessionCancel, .sessionUpdate, .requestPermission, .readTextFile,
      .writeTextFile, .terminalCreate, .terminalOutput, .terminalWaitForExit, .terminalKill, .terminalRelease,
      .cancelRequest,
    ] {
      #expect(methods.contains(method.rawValue), "\(method)")
    }
  }

  @Test func theCheckerFindsMistakes() {
    let mistakes: [(JSONValue, String)] = [
      (["protocolVersion": "1"], "InitializeRequest"), ([:], "InitializeRequest"),
      (["sessionId": "s", "prompt": [["type": "text"]]], "PromptRequest"),
      (["outcome": ["outcome": "maybe"]], "RequestPermissionResponse"),
      (
        ["sessionUpdate": "plan", "entries": [["content": "a", "priority": "urgent", "status": "pending"]]],
        "SessionUpdate"
      ),
      (["stopReason": "bored"], "PromptResponse"),
    ]
    for (value, definition) in mistakes {
      #expect(schema.problems(of: value, as: definition) != [], "\(definition): \(value.text)")
    }
  }
}
