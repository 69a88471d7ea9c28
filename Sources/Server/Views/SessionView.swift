import API
import Home
import Platform
import Sessions

/// Shows sessions as the contract has them.
struct SessionView: Sendable {
  let leases: AttachLeases
  let clock: any Clock

  func payload(_ session: SessionSnapshot, withHealth: Bool = false) -> SessionPayload {
    var payload = SessionPayload(
      id: session.id.text, agentName: session.agentName, provider: session.provider,
      workspaceID: session.workspaceID.text, workspacePath: session.workspacePath, state: session.state.rawValue,
      badge: session.badge, attachable: session.isAttachable, permissionMode: session.permissionMode,
      createdAt: session.createdAt.rfc3339, updatedAt: session.updatedAt.rfc3339)
    payload.name = session.name
    payload.model = session.model
    payload.reasoningEffort = session.reasoningEffort
    payload.lease = session.state == .active ? leases.current(session.id) : nil
    payload.stopReason = session.stopReason
    payload.stopDetail = session.stopDetail
    payload.failure = session.failure.map { FailurePayload(kind: $0.kind, summary: $0.summary, code: $0.code) }
    payload.acpSessionID = session.acpSessionID
    payload.capabilities = session.capabilities
    payload.activity = session.turn.map(activity)
    payload.health = withHealth ? health(session) : nil
    payload.process = session.process.map {
      ProcessPayload(pid: $0.pid, startTicks: $0.startTicks, epoch: $0.epoch)
    }
    payload.pendingPermissions = session.pendingPermissions
    payload.noiseLines = session.noiseLines
    payload.diagnostics = session.diagnostics
    payload.head = session.head
    return payload
  }

  func health(_ session: SessionSnapshot) -> HealthPayload { session.health(at: clock.now()) }

  private func activity(_ turn: SessionSnapshot.Turn) -> ActivityPayload {
    let now = clock.now()
    return ActivityPayload(
      turnID: turn.id.text, startedAt: turn.startedAt.rfc3339, lastActivityAt: turn.lastActivityAt.rfc3339,
      lastActivityKind: turn.lastActivityKind, currentTool: turn.currentTool, toolCallID: turn.toolCallID,
      elapsed: max(now - turn.startedAt, .zero), idle: max(now - turn.lastActivityAt, .zero))
  }
}
