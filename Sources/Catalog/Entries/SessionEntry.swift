public import Home
public import Platform

/// What the catalog knows of a session: a projection of its journal, enough to show one that is stopped without opening
/// the journal (contract: sessions §5 and §19.2).
public struct SessionEntry: Sendable, Equatable {
  /// Its id.
  public var id: SessionID
  /// The name a person gave it.
  public var name: String?
  /// The agent's name.
  public var agentName: String
  /// The provider that runs it.
  public var provider = ""
  /// The model asked for.
  public var model: String?
  /// The reasoning effort asked for.
  public var reasoningEffort: String?
  /// `deny-all`, `approve-reads` or `approve-all`.
  public var permissions: String?
  /// The workspace it belongs to.
  public var workspaceID: WorkspaceID
  /// The workspace's directory when the session was created.
  public var workspacePath: String?
  /// The channel, or empty.
  public var channel = ""
  /// `user`, `dream`, `system`, `coordinator` or `spawned`.
  public var type = "user"
  /// `starting`, `active`, `stopping`, `stopped` or `orphaned`.
  public var state: String
  /// The agent's own id of the session.
  public var acpSessionID: String?
  /// Why it stopped, from the contract's list.
  public var stopReason: String?
  /// Why it stopped, in words.
  public var stopDetail: String?
  /// The kind of its failure.
  public var failureKind: String?
  /// Its failure in words.
  public var failureSummary: String?
  /// The crash bundle of its failure.
  public var crashBundlePath: String?
  /// The agent's process id; 0 for none.
  public var subprocessPID = 0
  /// When that process started.
  public var subprocessStartedAt: WallTime?
  /// When the agent was last heard of.
  public var lastUpdateAt: WallTime?
  /// `stalled`, or empty.
  public var stallState = ""
  /// Why it is stalled.
  public var stallReason = ""
  /// The contract's `activity` object as JSON text, or empty.
  public var activity: [UInt8] = []
  /// Who holds the attach lease, or empty.
  public var attachedTo = ""
  /// When the lease ends.
  public var attachExpiresAt: WallTime?
  /// The session that spawned it.
  public var parentSessionID: SessionID?
  /// The session at the root of its line.
  public var rootSessionID: SessionID?
  /// 0 for a session that nobody spawned.
  public var spawnDepth = 0
  /// The bytes of its journal's files; nil while it runs, and until they are measured.
  public var journalBytes: Int64?
  /// Everything else that is shown of it, as one JSON object.
  public var payload: [UInt8] = Array("{}".utf8)
  /// When it was created.
  public var createdAt: WallTime
  /// When it last changed.
  public var updatedAt: WallTime
  /// The journal epoch of `appliedSequence`.
  public var journalEpoch: Int64 = 0
  /// The sequence of the last event that this entry takes into account.
  public var appliedSequence: Int64 = 0

  /// An entry of what every session has.
  public init(
    id: SessionID, agentName: String, workspaceID: WorkspaceID, state: String, createdAt: WallTime, updatedAt: WallTime
  ) {
    self.id = id
    self.agentName = agentName
    self.workspaceID = workspaceID
    self.state = state
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}
