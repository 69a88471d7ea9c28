/// The kind of a `session/update`. Open: unknown kinds pass through whole.
public struct UpdateKind: WireName {
  /// The name on the wire.
  public let rawValue: String

  /// Makes the kind of that name.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// A piece of what the user said.
  public static let userMessageChunk = UpdateKind(rawValue: "user_message_chunk")
  /// A piece of what the agent says.
  public static let agentMessageChunk = UpdateKind(rawValue: "agent_message_chunk")
  /// A piece of what the agent thinks.
  public static let agentThoughtChunk = UpdateKind(rawValue: "agent_thought_chunk")
  /// A new tool call.
  public static let toolCall = UpdateKind(rawValue: "tool_call")
  /// A change of a tool call.
  public static let toolCallUpdate = UpdateKind(rawValue: "tool_call_update")
  /// The whole plan.
  public static let plan = UpdateKind(rawValue: "plan")
  /// The commands that a prompt may begin with.
  public static let availableCommandsUpdate = UpdateKind(rawValue: "available_commands_update")
  /// The mode has changed.
  public static let currentModeUpdate = UpdateKind(rawValue: "current_mode_update")
  /// The options have changed.
  public static let configOptionUpdate = UpdateKind(rawValue: "config_option_update")
  /// Title or time of the session have changed.
  public static let sessionInfoUpdate = UpdateKind(rawValue: "session_info_update")
  /// How full the context is and what the session has cost.
  public static let usageUpdate = UpdateKind(rawValue: "usage_update")
  /// Something for the user to know.
  public static let notice = UpdateKind(rawValue: "notice")
  /// The context is being compacted.
  public static let compactionUpdate = UpdateKind(rawValue: "compaction_update")
  /// A piece of the summary that a compaction makes.
  public static let compactionSummaryChunk = UpdateKind(rawValue: "compaction_summary_chunk")

  /// Every kind of the stable protocol.
  public static let known: [UpdateKind] = [
    .userMessageChunk, .agentMessageChunk, .agentThoughtChunk, .toolCall, .toolCallUpdate, .plan,
    .availableCommandsUpdate, .currentModeUpdate, .configOptionUpdate, .sessionInfoUpdate, .usageUpdate, .notice,
    .compactionUpdate, .compactionSummaryChunk,
  ]
}
