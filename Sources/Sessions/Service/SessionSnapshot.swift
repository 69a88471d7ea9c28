public import Diagnostics
public import Home
public import Platform

/// One session as people see it (contract: sessions §19.2).
public struct SessionSnapshot: Sendable, Equatable {
  /// Where a session is in its life.
  public enum State: String, Sendable {
    case starting, active, stopping, stopped
  }

  /// Why a session or a turn failed (contract: sessions §2.3).
  public struct Failure: Sendable, Equatable {
    /// One of the kinds of the contract.
    public var kind: String
    /// What happened, in words; not redacted yet.
    public var summary: String?
    /// The code of the error catalogue, when the failure has one.
    public var code: String?

    /// Makes a failure.
    public init(kind: String, summary: String?, code: String? = nil) {
      self.kind = kind
      self.summary = summary
      self.code = code
    }
  }

  /// The agent's process.
  public struct Process: Sendable, Equatable {
    /// Its process id.
    public var pid: Int32
    /// Its start time in boot ticks.
    public var startTicks: UInt64
    /// The start of the session's shim it belongs to.
    public var epoch: Int

    /// Makes a process.
    public init(pid: Int32, startTicks: UInt64, epoch: Int) {
      self.pid = pid
      self.startTicks = startTicks
      self.epoch = epoch
    }
  }

  /// The running turn.
  public struct Turn: Sendable, Equatable {
    /// Its id.
    public var id: TurnID
    /// When it started.
    public var startedAt: WallTime
    /// When the agent last sent something.
    public var lastActivityAt: WallTime
    /// The type of the last event.
    public var lastActivityKind: String
    /// The title of the running tool call.
    public var currentTool: String?
    /// The id of the running tool call.
    public var toolCallID: String?

    /// Makes a turn.
    public init(
      id: TurnID, startedAt: WallTime, lastActivityAt: WallTime, lastActivityKind: String, currentTool: String?,
      toolCallID: String?
    ) {
      self.id = id
      self.startedAt = startedAt
      self.lastActivityAt = lastActivityAt
      self.lastActivityKind = lastActivityKind
      self.currentTool = currentTool
      self.toolCallID = toolCallID
    }
  }

  /// Its id.
  public var id: SessionID
  /// A name for people.
  public var name: String?
  /// The agent's name.
  public var agentName: String
  /// The provider that runs it.
  public var provider: String
  /// The model that was asked for.
  public var model: String?
  /// The reasoning effort that was asked for.
  public var reasoningEffort: String?
  /// The workspace it belongs to.
  public var workspaceID: WorkspaceID
  /// The canonical directory of the workspace.
  public var workspacePath: String
  /// `deny-all`, `approve-reads` or `approve-all`.
  public var permissionMode: String
  /// Where it is in its life.
  public var state: State
  /// Why the last run ended (contract: sessions §2.2).
  public var stopReason: String?
  /// More about that.
  public var stopDetail: String?
  /// What went wrong, when something did.
  public var failure: Failure?
  /// The agent's own id of the conversation.
  public var acpSessionID: String?
  /// The agent's capabilities as the contract's `acp_caps` object, as JSON.
  public var capabilities: [UInt8]?
  /// The agent's process, while there is one.
  public var process: Process?
  /// The running turn, while there is one.
  public var turn: Turn?
  /// How many permission requests wait for a person.
  public var pendingPermissions = 0
  /// Lines of the agent that were no JSON-RPC messages.
  public var noiseLines = 0
  /// What holds it up at this moment, or is not as it should be.
  public var diagnostics: [DiagnosticItem] = []
  /// The sequence of the last event.
  public var head: Int64 = 0
  /// The journal epoch of the next event: after a power cut `head` may be lower than it was, in a later epoch.
  public var journalEpoch: Int64 = 0
  /// When it was created.
  public var createdAt: WallTime
  /// When its state last changed.
  public var updatedAt: WallTime

  /// Makes a snapshot; everything else starts empty.
  public init(
    id: SessionID, agentName: String, provider: String, workspaceID: WorkspaceID, workspacePath: String,
    permissionMode: String, state: State, createdAt: WallTime, updatedAt: WallTime
  ) {
    self.id = id
    self.agentName = agentName
    self.provider = provider
    self.workspaceID = workspaceID
    self.workspacePath = workspacePath
    self.permissionMode = permissionMode
    self.state = state
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}
