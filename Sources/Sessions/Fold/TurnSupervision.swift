import Home
import Platform

/// Watches the time of one running turn (contract: sessions §10.1): when its agent was silent for too long, when the
/// turn takes too long, when people are told that it still runs.
///
/// It holds no timer and reads no clock: `due` says when somebody should look again, and `findings` what there is to do
/// then. Silence is counted from the agent's last line, and not at all while a person is waited for.
struct TurnSupervision: Equatable, Sendable {
  /// Limits of the configuration; nil is for ever, or never.
  struct Limits: Equatable, Sendable {
    var progressEvery: Duration?
    var warningAfter: Duration?
    var timeoutAfter: Duration?
    var deadline: Duration?
  }

  /// What is to be done.
  enum Finding: Equatable, Sendable {
    /// People are told that the turn is still running.
    case progress
    /// People are warned of the silence; once in a turn.
    case warning
    /// The turn is cancelled. Nothing is found after that.
    case stall(Stall.Reason)
  }

  /// The turn that is watched.
  let turn: TurnID
  private let limits: Limits
  private let began: BootTime
  private var lastActivity: BootTime
  private var lastKind = "prompt_started"
  private var lastProgress: BootTime?
  private var isWarned: Bool
  private var isWaiting = false
  private var isOver = false

  /// Begins to watch; a later daemon begins anew, because its absence was not the agent's silence.
  init(_ turn: TurnID, limits: Limits, isWarned: Bool, at now: BootTime) {
    self.turn = turn
    self.limits = limits
    self.isWarned = isWarned
    began = now
    lastActivity = now
  }

  /// The agent did something, or it could not be seen whether it did.
  mutating func note(_ kind: String?, at now: BootTime) {
    lastActivity = max(lastActivity, now)
    if let kind { lastKind = kind }
  }

  /// Whether a person is waited for. The answer counts as activity.
  mutating func setWaiting(_ waiting: Bool, at now: BootTime) {
    if isWaiting, !waiting { note(nil, at: now) }
    isWaiting = waiting
  }

  /// When `findings` will next have something, unless there is activity before.
  var due: BootTime? {
    guard !isOver else { return nil }
    var times = [limits.deadline.map { began + $0 }]
    if !isWaiting {
      times.append(limits.timeoutAfter.map { lastActivity + $0 })
      if !isWarned { times.append(limits.warningAfter.map { lastActivity + $0 }) }
      times.append(limits.progressEvery.map { (lastProgress ?? began) + $0 })
    }
    return times.compactMap(\.self).min()
  }

  /// What there is to do by now, each thing once.
  mutating func findings(at now: BootTime) -> [Finding] {
    guard !isOver else { return [] }
    if let deadline = limits.deadline, began + deadline <= now {
      isOver = true
      return [.stall(.promptDeadlineExceeded)]
    }
    guard !isWaiting else { return [] }
    if let timeout = limits.timeoutAfter, lastActivity + timeout <= now {
      isOver = true
      return [.stall(.activityTimeout)]
    }
    var findings: [Finding] = []
    if !isWarned, let warning = limits.warningAfter, lastActivity + warning <= now {
      isWarned = true
      findings.append(.warning)
    }
    if let interval = limits.progressEvery, (lastProgress ?? began) + interval <= now {
      lastProgress = now
      findings.append(.progress)
    }
    return findings
  }

  /// What an event says of the turn.
  func view(at now: BootTime) -> TurnView {
    TurnView(
      idle: isWaiting ? .zero : now - lastActivity, lastActivity: now - lastActivity, lastKind: lastKind,
      lastProgress: lastProgress.map { now - $0 }, untilDeadline: limits.deadline.map { began + $0 - now })
  }
}

/// A running turn as its supervision sees it: how long ago things were.
struct TurnView: Equatable, Sendable {
  /// How long the agent has been silent.
  var idle: Duration
  var lastActivity: Duration
  /// The type of the agent's last event.
  var lastKind: String
  var lastProgress: Duration?
  /// Negative when it has passed.
  var untilDeadline: Duration?
}
