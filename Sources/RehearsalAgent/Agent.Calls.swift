import ACP
import JSON
import Platform

/// What the client can call. Each answers by itself, or throws `RPCError` or `InvalidField` to refuse.
extension Agent {
  func called(_ id: RPCID, _ method: ACPMethod, _ params: JSONValue) throws {
    switch method {
    case .initialize: try initialize(id, InitializeRequest(json: params))
    case .authenticate: try authenticate(id, AuthenticateRequest(json: params))
    case .sessionNew: try open(id, NewSessionRequest(json: params))
    case .sessionLoad where options.offersLoad:
      try load(id, LoadSessionRequest(json: params), options.replay ?? .all)
    case .sessionResume where options.offersResume:
      try load(id, LoadSessionRequest(json: params), options.replay ?? .nothing)
    case .sessionClose: try close(id, SessionReference(json: params))
    case .sessionSetMode: try setMode(id, SetModeRequest(json: params))
    case .sessionPrompt: try prompt(id, PromptRequest(json: params))
    default: throw RPCError.methodNotFound(method.rawValue)
    }
  }

  func answer(_ id: RPCID, _ result: JSONValue) throws { try peer.send(RPCLine.result(id: id, result)) }

  private func initialize(_ id: RPCID, _ request: InitializeRequest) throws {
    guard options.answersInitialize else { return }
    var capabilities = AgentCapabilities()
    capabilities.loadSession = options.offersLoad
    capabilities.resumeSession = options.offersResume
    capabilities.closeSession = true
    let key = AuthMethod(id: "rehearsal", name: "Rehearsal", description: "Always succeeds")
    let response = InitializeResponse(
      protocolVersion: options.protocolVersion, agentCapabilities: capabilities,
      authMethods: options.requiresAuthentication ? [key] : [],
      agentInfo: Implementation(name: "rehearsal-agent", title: "Rehearsal agent", version: "1"))
    try answer(id, response.json)
  }

  private func authenticate(_ id: RPCID, _ request: AuthenticateRequest) throws {
    guard request.methodID == "rehearsal" else { throw RPCError.invalidParams("unknown method: \(request.methodID)") }
    isAuthenticated = true
    try answer(id, [:])
  }

  private func requireAuthentication() throws {
    if !isAuthenticated { throw RPCError(.authRequired, "Authentication required") }
  }

  private func open(_ id: RPCID, _ request: NewSessionRequest) throws {
    try requireAuthentication()
    guard request.cwd.hasPrefix("/") else { throw RPCError.invalidParams("cwd must be an absolute path") }
    let conversation = Conversation(id: ConversationStore.newID(), workingDirectory: request.cwd)
    conversations[conversation.id] = conversation
    save(conversation)
    if options.sendsEarlyUpdates { try sendCommands(conversation.id) }
    try answer(
      id, NewSessionResponse(sessionID: conversation.id, state: SessionState(modes: conversation.modes)).json)
  }

  private func load(_ id: RPCID, _ request: LoadSessionRequest, _ replay: RehearsalOptions.Replay) throws {
    try requireAuthentication()
    if options.forgets { return try answer(id, [:]) }
    guard
      let conversation = conversations[request.sessionID]
        ?? store.load(request.sessionID, workingDirectory: request.setup.cwd)
    else { throw unknownSession(request.sessionID) }
    conversations[conversation.id] = conversation
    if replay != .late { try self.replay(conversation, replay) }
    try answer(id, SessionState(modes: conversation.modes).json)
    if replay == .late { try self.replay(conversation, replay) }
  }

  private func replay(_ conversation: Conversation, _ replay: RehearsalOptions.Replay) throws {
    for entry in conversation.entries {
      switch (replay, entry.kind) {
      case (.nothing, _): continue
      case (_, .userMessageChunk), (_, .agentMessageChunk):
        try peer.post(SessionUpdate.line(sessionID: conversation.id, entry.kind, text: entry.text))
      case (.text, _): continue
      case (_, .agentThoughtChunk):
        try peer.post(SessionUpdate.line(sessionID: conversation.id, entry.kind, text: entry.text))
      default:
        guard let update = try? JSONParser.parse(entry.text) else { continue }
        try peer.post(SessionUpdate.line(sessionID: conversation.id, update))
      }
    }
    try peer.flush()
  }

  private func close(_ id: RPCID, _ request: SessionReference) throws {
    guard conversations[request.sessionID] != nil else { throw unknownSession(request.sessionID) }
    try answer(id, [:])
    if turn?.sessionID == request.sessionID { turn?.isCancelled = true }
    conversations[request.sessionID] = nil
  }

  private func setMode(_ id: RPCID, _ request: SetModeRequest) throws {
    guard conversations[request.sessionID] != nil else { throw unknownSession(request.sessionID) }
    guard let mode = Conversation.Mode(rawValue: request.modeID) else {
      throw RPCError.invalidParams("unknown mode: \(request.modeID)")
    }
    conversations[request.sessionID]?.mode = mode
    try answer(id, [:])
  }

  private func sendCommands(_ sessionID: String) throws {
    let update: JSONValue = [
      "sessionUpdate": .string(UpdateKind.availableCommandsUpdate.rawValue),
      "availableCommands": [
        ["name": "stream", "description": "Stream chunks of text", "input": ["hint": "200 chunks"]]
      ],
    ]
    try peer.send(SessionUpdate.line(sessionID: sessionID, update))
  }

  func unknownSession(_ id: String) -> RPCError {
    RPCError(.resourceNotFound, "Session not found", data: ["sessionId": .string(id)])
  }

  /// Remembers a conversation, or says on standard error that it cannot.
  func save(_ conversation: Conversation) {
    if !store.save(conversation) {
      StandardError.say("cannot keep the conversation \(conversation.id) below \(conversation.workingDirectory)")
    }
  }
}
