public import JSON

/// What the running turn of a session is doing (contract: sessions §19.2).
public struct ActivityPayload: Payload, Equatable {
  /// The turn.
  public var turnID: String
  /// When it started.
  public var startedAt: String
  /// When the agent last sent something.
  public var lastActivityAt: String
  /// The type of that event.
  public var lastActivityKind: String
  /// The title of the running tool call.
  public var currentTool: String?
  /// Its id.
  public var toolCallID: String?
  /// How long the turn has been running.
  public var elapsed: Duration
  /// How long the agent has been silent.
  public var idle: Duration

  /// Makes an activity.
  public init(
    turnID: String, startedAt: String, lastActivityAt: String, lastActivityKind: String, currentTool: String?,
    toolCallID: String?, elapsed: Duration, idle: Duration
  ) {
    self.turnID = turnID
    self.startedAt = startedAt
    self.lastActivityAt = lastActivityAt
    self.lastActivityKind = lastActivityKind
    self.currentTool = currentTool
    self.toolCallID = toolCallID
    self.elapsed = elapsed
    self.idle = idle
  }

  /// Writes the activity.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("turn_id", turnID)
      writer.field("turn_source", "user")
      writer.field("turn_started_at", startedAt)
      writer.field("last_activity_at", lastActivityAt)
      writer.field("last_activity_kind", lastActivityKind)
      writer.field("current_tool", currentTool)
      writer.field("tool_call_id", toolCallID)
      // The protocol tells of no iterations; the contract wants the fields.
      writer.field("iteration_current", 0)
      writer.field("iteration_max", 0)
      writer.field("idle_seconds", idle.components.seconds)
      writer.field("elapsed_seconds", elapsed.components.seconds)
      writer.field("elapsed_ms", elapsed.milliseconds)
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
