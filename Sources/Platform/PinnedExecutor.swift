internal import CSystem
internal import Synchronization

/// A thread of its own that runs an actor's jobs, watches descriptors and keeps deadlines, all one after another.
///
/// An actor that returns it as its `unownedExecutor` lives on this thread, and a handler given to ``watch(_:for:handler:)``
/// or ``schedule(at:handler:)`` may enter that actor with `assumeIsolated`, without a task and without waiting. The actor
/// has to keep a reference to the executor. Without work the thread sleeps: no timer ticks.
public final class PinnedExecutor: SerialExecutor {
  private let state = Mutex(PinnedState())
  private let clock: any Clock
  private let wakeup: FileDescriptor
  /// Nil where the system has no timer descriptor; then the wait itself is bounded, and time asleep delays it.
  private let timer: Int32?
  private let running = Atomic<UInt>(0)
  private let thread = Mutex<OwnThread?>(nil)

  /// Starts the thread. Deadlines are points on `clock`.
  public init(name: String, clock: any Clock = SystemClock()) throws(SystemError) {
    self.clock = clock
    wakeup = FileDescriptor(owning: try SystemError.check(cs_wake_make(), "eventfd"))
    let made = cs_timer_make()
    timer = made == -ENOSYS ? nil : try SystemError.check(made, "timerfd_create")
    let started = try OwnThread(name: name) { [self] in loop() }
    thread.withLock { $0 = started }
  }

  deinit {
    if let timer { _ = cs_close(timer) }
  }

  /// Ends the thread after the work that is queued, and waits for that. Whatever is enqueued later never runs, so the
  /// actors that live here have to be done. Not to be called on the thread itself; a second call does nothing.
  public func stop() {
    guard let thread = thread.withLock({ $0.take() }) else { return }
    state.withLock { $0.isStopping = true }
    wake()
    thread.join()
  }

  /// Ends the thread after the work that is queued, without waiting for that. For the `deinit` of the actor that lives
  /// here: nobody is left then who could enqueue anything. May be called on the thread itself.
  ///
  /// An actor must not be given up earlier: a task that waits in it comes back through another executor, so its job is
  /// queued some time after what it waits for has happened.
  public func finish() {
    guard let thread = thread.withLock({ $0.take() }) else { return }
    state.withLock { $0.isStopping = true }
    wake()
    thread.detach()
  }

  // MARK: SerialExecutor

  /// Queues a job of an actor that lives here.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    add { $0.work.append(.job(job)) }
  }

  /// The reference that an actor returns as its `unownedExecutor`.
  public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  /// Whether the caller runs on this thread.
  public func isIsolatingCurrentContext() -> Bool? {
    running.load(ordering: .relaxed) == OwnThread.current
  }

  /// Traps unless the caller runs on this thread.
  public func checkIsolated() {
    precondition(isIsolatingCurrentContext() == true, "not on the executor's thread")
  }

  // MARK: Work, descriptors, deadlines

  /// Runs `body` on the thread, after what is queued already.
  public func post(_ body: @escaping @Sendable () -> Void) {
    add { $0.work.append(.body(body)) }
  }

  /// Calls `handler` on the thread whenever `descriptor` is ready for something in `interest`, again and again while it
  /// is. The descriptor must stay open until ``cancel(_:)-(WatchToken)``.
  public func watch(
    _ descriptor: Int32, for interest: Readiness, handler: @escaping @Sendable (Readiness) -> Void
  ) -> WatchToken {
    add { $0.watch(descriptor, interest, handler) }
  }

  /// Changes what a watch waits for. With no interest nothing is reported, not even that the other side is gone.
  public func update(_ token: WatchToken, to interest: Readiness) {
    add { $0.watches[token]?.interest = interest }
  }

  /// Ends a watch. Called on the thread, its handler is never called again.
  public func cancel(_ token: WatchToken) {
    add { $0.watches[token] = nil }
  }

  /// Calls `handler` on the thread once, when the clock has reached `deadline`.
  public func schedule(at deadline: BootTime, handler: @escaping @Sendable () -> Void) -> TimerToken {
    add { $0.timers.insert(deadline, handler) }
  }

  /// Takes back a deadline. Called on the thread, its handler is never called again.
  public func cancel(_ token: TimerToken) {
    add { $0.timers.remove(token) }
  }

  /// Makes the thread look at its clock again. Only a clock that does not run by itself needs it.
  public func wake() {
    _ = cs_wake_post(wakeup.rawValue)
  }

  private func add<T: Sendable>(_ change: (inout sending PinnedState) -> sending T) -> T {
    let (result, asleep) = state.withLock { state in (change(&state), state.isAsleep) }
    if asleep { wake() }
    return result
  }

  // MARK: The thread

  private func loop() {
    running.store(OwnThread.current, ordering: .relaxed)
    var arming = TimerArming()
    while let work = state.withLock({ $0.takeWork() }) {
      for item in work { run(item) }
      for handler in dueHandlers() { handler() }
      let (entries, deadline) = state.withLock { $0.prepareToWait() }
      var polled = [cs_poll(fd: wakeup.rawValue, events: PinnedState.readable, ready: 0)]
      if let timer {
        polled.append(cs_poll(fd: timer, events: PinnedState.readable, ready: 0))
        if arming.mustSet(deadline) {
          _ = cs_timer_set(timer, deadline.map { max(0, ($0 - clock.boot()).wholeNanoseconds) } ?? -1)
        }
      }
      let own = polled.count
      for entry in entries { polled.append(entry.polled) }
      _ = cs_poll(&polled, polled.count, waitMilliseconds(deadline))
      let asleep = state.withLock { state in
        state.isAsleep = false
        return !state.work.isEmpty
      }
      if polled[0].ready != 0 || asleep { _ = cs_wake_clear(wakeup.rawValue) }
      if timer != nil, polled[1].ready != 0 { arming.expired() }
      for (entry, polled) in zip(entries, polled[own...]) where polled.ready != 0 {
        // An earlier handler of this round may have ended the watch.
        let handler = state.withLock { $0.watches[entry.token]?.handler }
        handler?(Readiness(polled: polled.ready))
      }
    }
    running.store(0, ordering: .relaxed)
  }

  private func run(_ item: PinnedState.Work) {
    switch item {
    case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
    case .body(let body): body()
    }
  }

  private func dueHandlers() -> [@Sendable () -> Void] {
    guard state.withLock({ !$0.timers.isEmpty }) else { return [] }
    let now = clock.boot()
    return state.withLock { $0.timers.takeDue(now) }
  }

  private func waitMilliseconds(_ deadline: BootTime?) -> Int32 {
    if state.withLock({ !$0.isAsleep }) { return 0 }
    guard timer == nil, let deadline else { return -1 }
    let left = max(0, (deadline - clock.boot()).wholeNanoseconds)
    return Int32(clamping: (left + 999_999) / 1_000_000)
  }
}
