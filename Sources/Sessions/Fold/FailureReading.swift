import ACP

/// What an error of the agent means (contract: sessions §2.3).
enum FailureReading {
  /// An error in reply to `session/new`.
  static func ofOpening(_ error: RPCError) -> Failure {
    let text = error.description
    if error.code == .authRequired || text.lowercased().contains("authentication required") {
      return Failure(
        kind: "provider_auth_failure", summary: "the agent asks for a login: \(text)", code: "agent_auth_required")
    }
    return Failure(
      kind: "protocol_failure", summary: "the agent refused session/new: \(text)", code: "agent_start_failed")
  }

  /// Whether an error says that the agent does not know the conversation. The protocol has a code for that; many agents
  /// say it in words only, each in its own: "Session abc not found", "No conversation found with session ID", "Failed to
  /// get session".
  static func namesUnknownSession(_ error: RPCError) -> Bool {
    if error.code == .resourceNotFound { return true }
    let text = error.description.lowercased()
    return ["session", "conversation", "thread"].contains { noun in
      let lacks = ["no \(noun)", "no such \(noun)", "unknown \(noun)", "invalid \(noun)", "failed to get \(noun)"]
      if lacks.contains(where: text.contains) { return true }
      guard let named = text.firstRange(of: noun) else { return false }
      let said = text[named.upperBound...].prefix(80)
      return ["not found", "does not exist", "doesn't exist", "is unknown"].contains { said.contains($0) }
    }
  }

  /// An error in reply to `session/prompt`. The kind `process_exit` means that the conversation is lost.
  static func ofPrompt(_ error: RPCError) -> Failure {
    let text = error.description.lowercased()
    if error.code == .requestCancelled || text.contains("request canceled") || text.contains("context canceled") {
      return Failure(kind: "cancellation", summary: error.description)
    }
    let lost = [
      "process exited unexpectedly", "peer disconnected before response", "please start a new session",
      "session not found", "resource not found",
    ]
    let kind = lost.contains { text.contains($0) } ? "process_exit" : "prompt_failure"
    return Failure(kind: kind, summary: error.description)
  }
}
