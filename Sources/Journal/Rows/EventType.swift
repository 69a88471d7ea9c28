/// The kind of an event, as in the `type` column of `events` (contract: sessions §6.1). Open: kinds can be added.
public struct EventType: Hashable, Sendable, CustomStringConvertible {
  /// The name on disk and on the wire.
  public let name: String

  /// Makes the kind of that name.
  public init(_ name: String) {
    self.name = name
  }

  /// The name.
  public var description: String { name }

  /// A person's prompt, or an agent's `user_message_chunk`.
  public static let userMessage = EventType("user_message")
  /// An `agent_message_chunk`.
  public static let agentMessage = EventType("agent_message")
  /// An `agent_thought_chunk`.
  public static let thought = EventType("thought")
  /// A `tool_call`, or a `tool_call_update` that does not end it.
  public static let toolCall = EventType("tool_call")
  /// A `tool_call_update` that ends the call.
  public static let toolResult = EventType("tool_result")
  /// A `plan`.
  public static let plan = EventType("plan")
  /// A permission request or its decision.
  public static let permission = EventType("permission")
  /// A `usage_update`.
  public static let usage = EventType("usage")
  /// Commands, modes, configuration, and every kind of update that has no type of its own.
  public static let system = EventType("system")
  /// The end of a turn that the agent answered.
  public static let done = EventType("done")
  /// The end of a turn that failed or was cut short, or a failed start.
  public static let error = EventType("error")
  /// The end of a run of the session.
  public static let sessionStopped = EventType("session_stopped")
  /// A marker of the daemon (contract: sessions §6.3).
  public static let marker = EventType("transcript_marker.created")
  /// A turn that takes long is still running.
  public static let runtimeProgress = EventType("runtime_progress")
  /// A warning of the daemon.
  public static let runtimeWarning = EventType("runtime_warning")
}
