/// Which sessions to list. Answers come from the catalog and the live sessions, never from a walk over directories.
public struct SessionListQuery: Sendable, Equatable {
  /// Only sessions of this workspace (id or name).
  public var workspace: String?
  /// Only sessions in these states; empty means all.
  public var states: [SessionSnapshot.State] = []
  /// Only sessions that can be resumed or attached to, unless states are named.
  public var resumable = false
  /// At most this many; nil means all.
  public var limit: Int?
  /// Where an earlier page ended.
  public var cursor: String?
  /// The newest first instead of the oldest, by the time of creation.
  public var newestFirst = false

  /// All sessions.
  public init() {}
}

/// A page of sessions.
public struct SessionPage: Sendable, Equatable {
  /// The sessions of this page.
  public var sessions: [SessionSnapshot]
  /// Where the next page begins; nil at the end.
  public var nextCursor: String?

  /// Makes a page.
  public init(sessions: [SessionSnapshot], nextCursor: String?) {
    self.sessions = sessions
    self.nextCursor = nextCursor
  }
}

/// Counts of sessions.
public struct SessionCounts: Sendable, Equatable {
  /// Those with an agent, or on their way to or from one.
  public var active: Int
  /// All stored ones.
  public var total: Int
  /// By state.
  public var byState: [String: Int]

  /// Makes counts.
  public init(active: Int, total: Int, byState: [String: Int]) {
    self.active = active
    self.total = total
    self.byState = byState
  }
}
