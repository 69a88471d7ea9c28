/// Names of header fields that the API gives a meaning.
public enum HeaderName {
  /// Makes a repeated create or prompt answer what the first one did.
  public static let idempotencyKey = "Idempotency-Key"
  /// The cursor a stream goes on behind.
  public static let lastEventID = "Last-Event-ID"
  /// Announces the frames of web chat libraries.
  public static let chatStream = "X-Vercel-Ai-Ui-Message-Stream"
}

/// Names of query parameters.
public enum QueryName {
  /// The cursor events go on behind.
  public static let afterSequence = "after_sequence"
  /// The sequence events end before.
  public static let beforeSequence = "before_sequence"
  /// How many at most.
  public static let limit = "limit"
  /// Where an earlier page of sessions ended.
  public static let cursor = "cursor"
  /// Only events of these types; may be repeated, or a list with commas.
  public static let type = "type"
  /// Only events of this agent.
  public static let agentName = "agent_name"
  /// Only events of this turn.
  public static let turnID = "turn_id"
  /// Only events from this time on.
  public static let since = "since"
  /// Whether to wait until the agent is ready.
  public static let wait = "wait"
  /// Whether stopped sessions are listed as well.
  public static let all = "all"
  /// Only sessions of this workspace.
  public static let workspace = "workspace"
  /// Only sessions in this state.
  public static let state = "state"
  /// Only sessions that can be attached to or resumed.
  public static let resumable = "resumable"
  /// The order of sessions.
  public static let sort = "sort"
  /// Whether to tell how a session is doing.
  public static let includeHealth = "include_health"
  /// `raw` for one frame per event.
  public static let format = "format"
}
