import API
import Home
import Platform
import Sessions

extension SessionSnapshot {
  /// One word for how the session is doing (contract: sessions §10.3, first match).
  var badge: String {
    if state == .stopped {
      return failure.map { $0.kind != "cancellation" } ?? false ? "failed" : "stopped"
    }
    if let kind = failure?.kind, kind == "provider_auth_failure" || kind == "permission_failure" {
      return "waiting-for-auth"
    }
    if state == .starting || state == .stopping || turn != nil { return "running" }
    return failure == nil ? "idle" : "unhealthy"
  }

  /// Whether a client may take a lease.
  var isAttachable: Bool { state == .active && failure == nil }

  /// How the session is doing (contract: sessions §10.2). A session that runs is present when somebody looks.
  func health(at now: WallTime) -> HealthPayload {
    HealthPayload(
      sessionID: id.text, workspaceID: workspaceID.text, agentName: agentName, state: healthState,
      health: healthStatus, activePrompt: turn != nil, attachable: isAttachable,
      ineligibilityReason: ineligibilityReason, lastActivityAt: (turn?.lastActivityAt ?? updatedAt).rfc3339,
      lastPresenceAt: state == .stopped ? nil : now.rfc3339, lastError: failure?.summary, updatedAt: updatedAt.rfc3339)
  }

  private var healthState: String {
    switch state {
    case .stopped: "stopped"
    case .active: turn == nil ? "idle" : "prompting"
    case .starting, .stopping: "detached"
    }
  }

  private var healthStatus: String {
    switch state {
    case .stopped: "dead"
    case .active: failure == nil ? "healthy" : "degraded"
    case .starting, .stopping: "unknown"
    }
  }

  /// Why nothing may wake the session by itself; the first that fits.
  private var ineligibilityReason: String? {
    switch healthStatus {
    case "dead": "session_health_dead"
    case "unknown": "session_health_unknown"
    case "degraded": "session_health_hung"
    default: turn == nil ? nil : "session_prompt_active"
    }
  }
}
