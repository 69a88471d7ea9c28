import ACP
import JSON

/// Commands that work through the client: files, commands, permissions.
extension Agent {
  func read(_ path: String) throws {
    let path = conversations[sessionID]?.path(path) ?? path
    let call = newCall("Read \(path.lastComponent)", .read, at: path, input: ["path": .string(path)])
    try begin(call, status: .inProgress)
    try attempt(call) {
      let answer = try self.call(.readTextFile, ReadTextFileRequest(sessionID: sessionID, path: path).json)
      let content = try ReadTextFileResponse(json: answer).content
      try end(call, .completed, content: [Self.text(content)], output: ["content": .string(content)])
      try say("read \(path.lastComponent): \(content.utf8.count) bytes")
    }
  }

  func write(_ path: String, _ text: String?) throws {
    let path = conversations[sessionID]?.path(path) ?? path
    let prompts = conversations[sessionID]?.prompts ?? 0
    let content = (text ?? "Written by the rehearsal agent in answer to prompt \(prompts).") + "\n"
    var call = newCall("Edit \(path.lastComponent)", .edit, at: path, input: ["path": .string(path)])
    call.content = [["type": "diff", "path": .string(path), "oldText": .null, "newText": .string(content)]]
    try begin(call, status: .pending)
    guard try isPermitted(call) else { return }
    try attempt(call) {
      _ = try self.call(
        .writeTextFile, WriteTextFileRequest(sessionID: sessionID, path: path, content: content).json)
      try end(call, .completed, content: call.content ?? [], output: ["bytes": .int(content.utf8.count)])
      try say("wrote \(path.lastComponent): \(content.utf8.count) bytes")
    }
  }

  func run(_ line: String) throws {
    let call = newCall(line, .execute, at: nil, input: ["command": .string(line)])
    try begin(call, status: .pending)
    guard try isPermitted(call) else { return }
    try attempt(call) { try runInTerminal(line, call) }
  }

  private func runInTerminal(_ line: String, _ call: ToolCall) throws {
    let words = line.split(separator: " ").map(String.init)
    let needsShell = line.contains { "|&;<>()$`\\\"'*?[#~=%{}".contains($0) }
    let request = CreateTerminalRequest(
      sessionID: sessionID, command: needsShell ? "/bin/sh" : words.first ?? line,
      args: needsShell ? ["-c", line] : Array(words.dropFirst()), cwd: conversations[sessionID]?.workingDirectory)
    let id = try CreateTerminalResponse(json: self.call(.terminalCreate, request.json)).terminalID
    let terminal = TerminalReference(sessionID: sessionID, terminalID: id).json
    do {
      try change(call, .inProgress, content: [["type": "terminal", "terminalId": .string(id)]])
      let exit = TerminalExitStatus(json: try self.call(.terminalWaitForExit, terminal))
      let output = try TerminalOutput(json: self.call(.terminalOutput, terminal))
      _ = try self.call(.terminalRelease, terminal)
      let ending = exit.signal ?? exit.exitCode.map { "exit \($0)" } ?? "no status"
      try end(
        call, exit.exitCode == 0 ? .completed : .failed, content: [Self.text(output.output)],
        output: ["output": .string(output.output), "exit": exit.json])
      try say("ran \(line): \(ending), \(output.output.utf8.count) bytes")
    } catch Interruption.cancelled {
      try self.request(.terminalKill, terminal)
      try self.request(.terminalRelease, terminal)
      try change(call, .failed)
      throw Interruption.cancelled
    }
  }

  func askPermission(_ title: String) throws {
    let call = newCall(title, .other, at: nil, input: [:])
    try begin(call, status: .pending)
    if try isPermitted(call, always: true) { try end(call, .completed) }
  }

  /// Asks the client whether a call may go on; if not, ends the call and says so.
  private func isPermitted(_ call: ToolCall, always: Bool = false) throws -> Bool {
    guard always || conversations[sessionID]?.mode == .ask else { return true }
    let options = [
      PermissionOption(id: "allow", name: "Allow", kind: .allowOnce),
      PermissionOption(id: "always", name: "Always allow", kind: .allowAlways),
      PermissionOption(id: "reject", name: "Reject", kind: .rejectOnce),
      PermissionOption(id: "never", name: "Never allow", kind: .rejectAlways),
    ]
    var isAllowed = false
    try attempt(call) {
      let answer = try self.call(
        .requestPermission, PermissionRequest(sessionID: sessionID, toolCall: call, options: options).json)
      switch try PermissionOutcome(json: answer) {
      case .selected(let id):
        try say("permission for \(call.title ?? call.id): \(id)")
        isAllowed = id == "allow" || id == "always"
      case .cancelled: try say("permission for \(call.title ?? call.id): cancelled")
      }
      if !isAllowed { try change(call, .failed) }
    }
    return isAllowed
  }

  // MARK: - Tool calls

  private func newCall(_ title: String, _ kind: ToolKind, at path: String?, input: JSONValue) -> ToolCall {
    lastToolCall += 1
    var call = ToolCall(id: "call-\(conversations[sessionID]?.prompts ?? 0)-\(lastToolCall)")
    call.title = title
    call.kind = kind
    call.locations = path.map { [ToolCallLocation(path: $0)] }
    call.rawInput = input
    return call
  }

  private func begin(_ call: ToolCall, status: ToolCallStatus) throws {
    var call = call
    call.status = status
    try send(SessionUpdate.toolCall(call))
  }

  private func change(_ call: ToolCall, _ status: ToolCallStatus, content: [JSONValue]? = nil) throws {
    var change = ToolCall(id: call.id)
    change.status = status
    change.content = content
    try send(SessionUpdate.toolCallUpdate(change))
  }

  private func end(
    _ call: ToolCall, _ status: ToolCallStatus, content: [JSONValue]? = nil, output: JSONValue? = nil
  ) throws {
    var change = ToolCall(id: call.id)
    change.status = status
    change.content = content
    change.rawOutput = output
    try send(SessionUpdate.toolCallUpdate(change))
  }

  /// Ends the call as failed when the client refuses what it needs, or answers with something else.
  private func attempt(_ call: ToolCall, _ body: () throws -> Void) throws {
    let reason: String
    do {
      return try body()
    } catch let error as RPCError {
      reason = "\(error)"
    } catch let error as InvalidField {
      reason = "\(error)"
    }
    try end(call, .failed, content: [Self.text(reason)])
    try say("\(call.title ?? call.id) failed: \(reason)")
  }

  private static func text(_ text: String) -> JSONValue {
    ["type": "content", "content": ContentBlock(text: text).json]
  }
}

extension String {
  /// What follows the last slash.
  var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
