import Platform

/// Deadlines of a live session. A deadline that passes enters the session on its own thread.
struct SessionTimers {
  private var tick: TimerToken?
  private var start: TimerToken?
  private var cancelGrace: TimerToken?
  private var cancelNotice: TimerToken?
  private var permission: TimerToken?
  private var room: TimerToken?
  private var projection: TimerToken?
  private var supervision: (token: TimerToken, deadline: BootTime)?
  /// Whether the agent has had its time to end the turn that it was told to cancel: the ladder begins now.
  private(set) var isCancelNoticeOver = false
  /// The graces of the stop ladder; later orders only shorten them.
  private(set) var ladder = StopLadder()

  /// What is committed but not on disk gets there this long after the first such row.
  static let tickDelay = Duration.seconds(1)
  /// How long the agent has to end its turn by itself before the ladder begins (contract: sessions §24).
  static let cancelNoticeDelay = Duration.seconds(1)

  mutating func shorten(to other: StopLadder) {
    ladder.closeGrace = min(ladder.closeGrace, other.closeGrace)
    ladder.terminateGrace = min(ladder.terminateGrace, other.terminateGrace)
    if ladder == .none { isCancelNoticeOver = true }
  }

  /// Takes back every deadline, and forgets what was decided about stopping.
  mutating func reset(on executor: PinnedExecutor) {
    for token in [tick, start, cancelGrace, cancelNotice, permission, room, projection, supervision?.token] {
      if let token { executor.cancel(token) }
    }
    self = SessionTimers()
  }

  /// Takes back every deadline; what was decided about stopping stays.
  mutating func cancelDeadlines(on executor: PinnedExecutor) {
    let (ladder, isOver) = (ladder, isCancelNoticeOver)
    reset(on: executor)
    self.ladder = ladder
    isCancelNoticeOver = isOver
  }

  mutating func startRoom(at deadline: BootTime, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void)
  {
    cancelRoom(on: executor)
    room = executor.schedule(at: deadline, handler: handler)
  }

  mutating func cancelRoom(on executor: PinnedExecutor) {
    if let room { executor.cancel(room) }
    room = nil
  }

  mutating func startProjection(
    at deadline: BootTime, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void
  ) {
    if let projection { executor.cancel(projection) }
    projection = executor.schedule(at: deadline, handler: handler)
  }

  mutating func startTick(at deadline: BootTime, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void)
  {
    guard tick == nil else { return }
    tick = executor.schedule(at: deadline, handler: handler)
  }

  mutating func tickPassed() { tick = nil }

  /// Sets the next deadline of a permission request, in place of an earlier one.
  mutating func setPermission(
    at deadline: BootTime?, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void
  ) {
    if let permission { executor.cancel(permission) }
    permission = deadline.map { executor.schedule(at: $0, handler: handler) }
  }

  /// Makes sure that the supervision of the turn looks at it by then. A timer that fires earlier stays: activity moves the
  /// deadline with every line of the agent, and whoever is woken looks at it again.
  mutating func setSupervision(
    by deadline: BootTime?, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void
  ) {
    if let supervision {
      if let deadline, supervision.deadline <= deadline { return }
      executor.cancel(supervision.token)
    }
    supervision = deadline.map { (executor.schedule(at: $0, handler: handler), $0) }
  }

  mutating func supervisionPassed() { supervision = nil }

  mutating func startStart(
    at deadline: BootTime, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void
  ) {
    start = executor.schedule(at: deadline, handler: handler)
  }

  mutating func cancelStart(on executor: PinnedExecutor) {
    if let start { executor.cancel(start) }
    start = nil
  }

  mutating func startCancelGrace(
    at deadline: BootTime, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void
  ) {
    guard cancelGrace == nil else { return }
    cancelGrace = executor.schedule(at: deadline, handler: handler)
  }

  mutating func endCancelGrace(on executor: PinnedExecutor) {
    if let cancelGrace { executor.cancel(cancelGrace) }
    cancelGrace = nil
  }

  mutating func startCancelNotice(
    at deadline: BootTime, on executor: PinnedExecutor, _ handler: @escaping @Sendable () -> Void
  ) {
    guard cancelNotice == nil else { return }
    cancelNotice = executor.schedule(at: deadline, handler: handler)
  }

  mutating func cancelNoticePassed() { isCancelNoticeOver = true }
}
