public import Home
public import Platform

/// A person's answer to a permission request. One of `requestID` and `turnID` is set.
public struct PermissionAnswer: Sendable, Equatable {
  /// The id of the permission request.
  public var requestID: String?
  /// The turn it belongs to.
  public var turnID: String?
  /// `allow-once`, `allow-always`, `reject-once` or `reject-always`.
  public var decision: String

  /// Makes an answer.
  public init(requestID: String?, turnID: String?, decision: String) {
    self.requestID = requestID
    self.turnID = turnID
    self.decision = decision
  }
}

/// A permission request that waits for a person.
public struct PendingPermission: Sendable, Equatable {
  /// The session that waits.
  public var sessionID: SessionID
  /// The workspace it belongs to.
  public var workspaceID: WorkspaceID
  /// The turn it belongs to.
  public var turnID: TurnID?
  /// The id of the permission request.
  public var requestID: String
  /// What the agent wants to do.
  public var title: String
  /// The first file it names, else the title.
  public var resource: String
  /// The decisions the agent offers.
  public var decisions: [String]
  /// When the agent asked.
  public var askedAt: WallTime
  /// The contract's permission object (sessions §6.4), as JSON.
  public var raw: [UInt8]

  /// Makes a pending permission.
  public init(
    sessionID: SessionID, workspaceID: WorkspaceID, turnID: TurnID?, requestID: String, title: String,
    resource: String, decisions: [String], askedAt: WallTime, raw: [UInt8]
  ) {
    self.sessionID = sessionID
    self.workspaceID = workspaceID
    self.turnID = turnID
    self.requestID = requestID
    self.title = title
    self.resource = resource
    self.decisions = decisions
    self.askedAt = askedAt
    self.raw = raw
  }
}
