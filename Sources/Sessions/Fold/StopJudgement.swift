import Diagnostics
import Platform

/// How the run was found to be over.
enum RunEnding: Equatable, Sendable {
  /// The shim wrote its exit record.
  case exited(code: Int32?, signal: Int32?, stderr: String, survivors: [Int32])
  /// The shim stopped the agent by itself, because no daemon had come for too long.
  case detachedLimit(survivors: [Int32])
  /// The shim is gone without a record: it was killed.
  case shimLost(survivors: [Int32])
  /// The agent's program could not be started.
  case notStarted(AgentStartFailure)
  /// The start never came so far that there was an agent.
  case neverStarted
}

/// What a run's end means (contract: sessions §2.2, §2.3, §17).
enum StopJudgement {
  static func result(lifecycle: Lifecycle, ending: RunEnding, turnOpen: Bool) -> StopResult {
    if let stop = lifecycle.stop { return deliberate(stop, lifecycle, ending) }
    switch ending {
    case .neverStarted:
      return StopResult(
        reason: "error", detail: "start did not complete",
        failure: Failure(
          kind: "startup_failure", summary: "start did not complete", code: ErrorCode.agentStartFailed.rawValue))
    case .notStarted(let failure):
      let text = StartFailureText.text(failure)
      return StopResult(
        reason: "error", detail: text,
        failure: Failure(kind: "startup_failure", summary: text, code: StartFailureText.code(failure).rawValue))
    case .detachedLimit(let survivors):
      let text = "no daemon ran for as long as [daemon].detached_limit allows, so the agent was stopped"
      return StopResult(
        reason: "timeout", detail: text, failure: Failure(kind: "timeout", summary: text), survivors: survivors)
    case .shimLost(let survivors):
      return StopResult(
        reason: "agent_crashed", detail: "the agent's supervisor was killed",
        failure: Failure(
          kind: "process_exit", summary: "the agent's supervisor was killed while the session was active"),
        survivors: survivors)
    case .exited(let code, let signal, let stderr, let survivors):
      let text = exitText(code: code, signal: signal, stderr: stderr)
      if lifecycle.phase == .starting {
        return StopResult(
          reason: "error", detail: text,
          failure: Failure(kind: "handshake_failure", summary: text, code: "agent_exited_at_start"),
          survivors: survivors)
      }
      if code == 0, !turnOpen { return StopResult(reason: "completed", survivors: survivors) }
      let detail = code == 0 ? "process exited during active prompt" : text
      return StopResult(
        reason: "agent_crashed", detail: detail,
        failure: Failure(kind: "process_exit", summary: "the agent's process ended unexpectedly: \(detail)"),
        survivors: survivors)
    }
  }

  private static func deliberate(_ stop: StopIntent, _ lifecycle: Lifecycle, _ ending: RunEnding) -> StopResult {
    var survivors: [Int32] = []
    switch ending {
    case .exited(_, _, _, let left), .detachedLimit(let left), .shimLost(let left): survivors = left
    case .notStarted, .neverStarted: break
    }
    let detail = stop.detail
    switch stop.cause {
    case .completed: return StopResult(reason: "completed", detail: detail, survivors: survivors)
    case .userRequested:
      return StopResult(
        reason: "user_canceled", detail: detail,
        failure: Failure(kind: "cancellation", summary: detail ?? "session canceled by user"), survivors: survivors)
    case .shutdown: return StopResult(reason: "shutdown", detail: detail ?? "daemon shutdown", survivors: survivors)
    case .timeout:
      return StopResult(
        reason: "timeout", detail: detail, failure: Failure(kind: "timeout", summary: detail), survivors: survivors)
    case .processExited:
      return StopResult(
        reason: "agent_crashed", detail: detail,
        failure: lifecycle.failure ?? Failure(kind: "process_exit", summary: detail), survivors: survivors)
    case .failed:
      return StopResult(
        reason: "error", detail: detail,
        failure: lifecycle.failure ?? Failure(kind: "unknown_failure", summary: detail), survivors: survivors)
    }
  }

  private static func exitText(code: Int32?, signal: Int32?, stderr: String) -> String {
    var text: String
    if let signal, signal != 0 {
      text = "the agent was ended by signal \(signal)"
    } else {
      text = "the agent exited with status \(code ?? -1)"
    }
    let said = stderr.split(separator: "\n").suffix(5).joined(separator: " | ")
    if !said.isEmpty { text += "; its last words: \(said)" }
    return text
  }
}

/// What a program that could not be started is told as.
enum StartFailureText {
  static func text(_ failure: AgentStartFailure) -> String {
    let reason = SystemError(operation: failure.step, errno: failure.errno).reason
    return switch failure.step {
    case "directory": "the working directory of the agent cannot be entered: \(reason)"
    case "execute": "the agent's command cannot be executed: \(reason)"
    default: "the agent could not be started: \(reason)"
    }
  }

  static func code(_ failure: AgentStartFailure) -> ErrorCode {
    switch failure.step {
    case "directory": .workingDirectoryMissing
    case "execute":
      SystemError(operation: "", errno: failure.errno).isMissing
        ? .agentCommandNotFound : .agentCommandNotExecutable
    default: .agentStartFailed
    }
  }
}
