import ACP
import JSON
import Platform

/// A prompt from its arrival to its answer.
extension Agent {
  func prompt(_ id: RPCID, _ request: PromptRequest) throws {
    guard conversations[request.sessionID] != nil else {
      guard options.refusesUnknown else { throw unknownSession(request.sessionID) }
      return try answer(id, PromptResponse(stopReason: .refusal, usage: nil).json)
    }
    guard turn == nil else { throw RPCError(.invalidRequest, "A prompt is being worked on already") }
    let texts = request.prompt.compactMap(\.text)
    let text = texts.last ?? ""
    turn = Turn(call: id, sessionID: request.sessionID, context: texts.dropLast())
    conversations[request.sessionID]?.prompts += 1
    conversations[request.sessionID]?.remember(.userMessageChunk, text)

    let reason = try work(Script(text))
    try peer.settle()
    if let conversation = conversations[request.sessionID] { save(conversation) }
    let late = turn?.lateChunks ?? 0
    let response = PromptResponse(stopReason: reason, usage: turn?.usage)
    turn = nil
    try answer(id, response.json)
    try sendLate(late, sessionID: request.sessionID)
  }

  private func work(_ script: Script) throws -> StopReason {
    do {
      for command in script.commands {
        try breathe()
        try perform(command)
      }
      return .endTurn
    } catch Interruption.cancelled {
      return .cancelled
    }
  }

  private func perform(_ command: Command) throws {
    switch command {
    case .echo(let text): try echo(text)
    case .stream(let count, let bytes, let rate): try stream(count, bytes: bytes, perSecond: rate)
    case .think(let text): try say(text, as: .agentThoughtChunk)
    case .plan: try plan()
    case .read(let path): try read(path)
    case .write(let path, let text): try write(path, text)
    case .run(let line): try run(line)
    case .askPermission(let title): try askPermission(title)
    case .sleep(let duration): try wait(until: clock.boot() + duration)
    case .usage: try usage()
    case .mode(let name): try switchMode(name)
    case .recall: try recall()
    case .context: try showContext()
    case .send(let json): try sendRaw(json)
    case .late(let count): turn?.lateChunks += count
    case .garbage(let lines): try sendGarbage(lines: lines)
    case .ignoreCancel: ignoresCancel = true
    case .ignoreEOF: ignoresEnd = true
    case .ignoreTerm: Misbehaviour.ignoreTermination()
    case .partialLine: try sendPartialLine()
    case .spawnTree: try spawnTree()
    case .hang, .crash, .exit:
      try peer.flush()
      try end(by: command)
    }
  }

  private func end(by command: Command) throws {
    switch command {
    case .hang: Misbehaviour.hang()
    case .crash: Misbehaviour.crash()
    case .exit(let status): throw Interruption.exit(status)
    default: break
    }
  }
}
