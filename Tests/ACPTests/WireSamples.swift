import ACP
import JSON

/// Messages with every field filled in.
enum WireSamples {
  static let initialize = InitializeRequest(
    clientCapabilities: ClientCapabilities(readTextFile: true, writeTextFile: true, terminal: true),
    clientInfo: Implementation(name: "agh", title: "AGH", version: "1.0"))

  static var initialized: InitializeResponse {
    var capabilities = AgentCapabilities()
    capabilities.loadSession = true
    capabilities.resumeSession = true
    capabilities.closeSession = true
    capabilities.image = true
    capabilities.mcpHTTP = true
    return InitializeResponse(
      agentCapabilities: capabilities, authMethods: [AuthMethod(id: "key", name: "Key", description: "An API key")],
      agentInfo: Implementation(name: "a", version: "2"))
  }

  static let newSession = NewSessionRequest(
    cwd: "/w", additionalDirectories: ["/x"],
    mcpServers: [["name": "m", "command": "/bin/m", "args": [], "env": []]], meta: ["k": 1])

  static let newSessionAnswer = NewSessionResponse(
    sessionID: "s",
    state: SessionState(
      modes: SessionModeState(
        currentModeID: "ask", availableModes: [SessionMode(id: "ask", name: "Ask", description: "Asks first")]),
      configOptions: [["id": "b", "name": "B", "type": "boolean", "currentValue": true]]))

  static let prompt = PromptRequest(
    sessionID: "s", prompt: [ContentBlock(text: "context", meta: ["a": 1]), ContentBlock(text: "hi")],
    meta: ["turn_source": "user"])

  static var promptAnswer: PromptResponse {
    var usage = TokenUsage()
    usage.inputTokens = 1
    usage.outputTokens = 2
    usage.totalTokens = 3
    usage.thoughtTokens = 4
    usage.cachedReadTokens = 5
    usage.cachedWriteTokens = 6
    return PromptResponse(stopReason: .endTurn, usage: usage)
  }

  static var toolCall: ToolCall {
    var call = ToolCall(id: "call-1")
    call.title = "Edit notes.txt"
    call.name = "edit"
    call.kind = .edit
    call.status = .pending
    call.content = [["type": "content", "content": ["type": "text", "text": "x"]]]
    call.locations = [ToolCallLocation(path: "/w/notes.txt", line: 3)]
    call.rawInput = ["path": "notes.txt"]
    call.rawOutput = "done"
    return call
  }

  static let permission = PermissionRequest(
    sessionID: "s", toolCall: toolCall,
    options: [
      PermissionOption(id: "a1", name: "Allow", kind: .allowOnce),
      PermissionOption(id: "a2", name: "Always", kind: .allowAlways),
      PermissionOption(id: "r1", name: "Reject", kind: .rejectOnce),
      PermissionOption(id: "r2", name: "Never", kind: .rejectAlways),
    ])

  static let terminal = CreateTerminalRequest(
    sessionID: "s", command: "ls", args: ["-l"], env: [EnvVariable(name: "A", value: "b")], cwd: "/w",
    outputByteLimit: 1024)
}
