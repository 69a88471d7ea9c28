import Diagnostics
import Home
import Journal
import Platform
import Synchronization

/// The last committed view of a live session, for whoever only looks.
final class ShownSession: Sendable {
  private struct State {
    var snapshot: SessionSnapshot?
    var failure: AghError?
    /// What the capabilities were made of: they change once in a run, the rest with every commit.
    var agent = AgentInfo()
    var capabilities: [UInt8]?
    var conditions: [SessionCondition] = []
  }

  private let state = Mutex(State())

  /// The view; nil before the first commit.
  var snapshot: SessionSnapshot? {
    state.withLock { state in
      var snapshot = state.snapshot
      if let id = snapshot?.id { snapshot?.diagnostics = state.conditions.map { $0.item(of: id) } }
      return snapshot
    }
  }

  /// What holds the session up now.
  var conditions: [SessionCondition] { state.withLock { $0.conditions } }

  /// Shows a condition in place of one of the same subject; answers whether that is news.
  func begin(_ condition: SessionCondition) -> Bool {
    state.withLock { state in
      guard !state.conditions.contains(condition) else { return false }
      state.conditions.removeAll { $0.subject == condition.subject }
      state.conditions.append(condition)
      return true
    }
  }

  /// Shows that a condition is over, and answers which one it was.
  func end(_ subject: SessionCondition.Subject) -> SessionCondition? {
    state.withLock { state in
      let index = state.conditions.firstIndex { $0.subject == subject }
      return index.map { state.conditions.remove(at: $0) }
    }
  }

  /// Why the session cannot go on, when its journal failed.
  var failure: AghError? { state.withLock { $0.failure } }

  /// Shows a committed state.
  func show(_ committed: EngineState) {
    guard var snapshot = SessionSnapshot(committed) else { return }
    state.withLock { shown in
      if shown.agent != committed.agent {
        shown.agent = committed.agent
        shown.capabilities = AgentCapabilitiesView.json(committed.agent)
      }
      snapshot.capabilities = shown.capabilities
      shown.snapshot = snapshot
    }
  }

  /// Shows that the session cannot go on.
  func fail(_ failure: AghError) {
    state.withLock { shown in
      shown.failure = failure
      shown.snapshot?.failure = SessionSnapshot.Failure(
        kind: "transport_failure", summary: failure.message, code: failure.code.rawValue)
    }
  }
}

extension SessionSnapshot {
  /// The view of a committed state, without the agent's capabilities; nil before the creation is part of it.
  init?(_ committed: EngineState) {
    guard let creation = committed.creation, let lifecycle = committed.lifecycle, let id = SessionID(creation.id),
      let workspace = WorkspaceID(creation.workspace)
    else { return nil }
    self.init(
      id: id, agentName: creation.agent, provider: creation.provider, workspaceID: workspace,
      workspacePath: creation.root, permissionMode: creation.permissionMode.rawValue,
      state: State(lifecycle.phase), createdAt: WallTime(nanoseconds: creation.createdAt),
      updatedAt: WallTime(nanoseconds: max(lifecycle.changedAt, committed.lastTime)))
    name = creation.name
    model = creation.model
    reasoningEffort = creation.reasoningEffort
    stopReason = lifecycle.result?.reason
    stopDetail = lifecycle.result?.detail ?? lifecycle.stop?.detail
    failure = (lifecycle.result?.failure ?? lifecycle.failure).map(Failure.init)
    acpSessionID = committed.agent.acpSession ?? committed.conversation.acpSession
    process = Process(committed.agent, lifecycle)
    turn = Turn(committed)
    pendingPermissions = committed.requests.values.count { $0.state == RequestRow.State.pending }
    noiseLines = committed.noise.lines
    head = committed.head
    journalEpoch = committed.journalEpoch
  }
}

extension SessionSnapshot.State {
  fileprivate init(_ phase: Lifecycle.Phase) {
    self =
      switch phase {
      case .starting: .starting
      case .active: .active
      case .stopping: .stopping
      case .stopped: .stopped
      }
  }
}

extension SessionSnapshot.Failure {
  fileprivate init(_ failure: Failure) {
    self.init(kind: failure.kind, summary: failure.summary, code: failure.code)
  }
}

extension SessionSnapshot.Process {
  fileprivate init?(_ agent: AgentInfo, _ lifecycle: Lifecycle) {
    guard lifecycle.phase != .stopped, let pid = agent.pid, let start = agent.startTicks else { return nil }
    self.init(pid: pid, startTicks: start, epoch: lifecycle.epoch)
  }
}

extension SessionSnapshot.Turn {
  fileprivate init?(_ committed: EngineState) {
    guard let row = committed.openTurn, let data = committed.openTurnData else { return nil }
    let running = committed.runningCall
    self.init(
      id: row.id, startedAt: WallTime(nanoseconds: data.startedAt),
      lastActivityAt: WallTime(nanoseconds: committed.lastTime), lastActivityKind: Self.kind(committed),
      currentTool: running.flatMap { committed.tools.calls[$0]?.title }, toolCallID: running)
  }

  /// The contract's word for the last thing that happened: the type of the event, of the prompt itself another one.
  private static func kind(_ committed: EngineState) -> String {
    switch committed.lastType {
    case nil, .userMessage?: "prompt_started"
    case let type?: type.name
    }
  }
}
