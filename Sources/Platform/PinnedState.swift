internal import CSystem

/// What a descriptor is ready for.
public struct Readiness: OptionSet, Sendable {
  /// One bit for each member.
  public let rawValue: Int16

  /// Makes a set of these bits.
  public init(rawValue: Int16) {
    self.rawValue = rawValue
  }

  /// A read will not wait: there are bytes, or the end.
  public static let read = Readiness(rawValue: 1)
  /// A write will not wait.
  public static let write = Readiness(rawValue: 2)
  /// The other side is gone, or the descriptor is broken. Reported whatever the interest was.
  public static let closed = Readiness(rawValue: 4)

  init(polled: Int16) {
    self = []
    if polled & Int16(CS_POLL_READ) != 0 { insert(.read) }
    if polled & Int16(CS_POLL_WRITE) != 0 { insert(.write) }
    if polled & ~Int16(CS_POLL_READ | CS_POLL_WRITE) != 0 { insert(.closed) }
  }

  var polled: Int16 {
    var events: Int16 = 0
    if contains(.read) { events |= Int16(CS_POLL_READ) }
    if contains(.write) { events |= Int16(CS_POLL_WRITE) }
    return events
  }
}

/// The name of a watch of one ``PinnedExecutor``.
public struct WatchToken: Hashable, Sendable {
  let number: Int
}

/// The name of a deadline of one ``PinnedExecutor``.
public struct TimerToken: Hashable, Sendable {
  let number: Int
}

/// What a pinned executor has to do; guarded by its lock.
struct PinnedState {
  enum Work: Sendable {
    case job(UnownedJob)
    case body(@Sendable () -> Void)
  }

  struct Watch: Sendable {
    var descriptor: Int32
    var interest: Readiness
    var handler: @Sendable (Readiness) -> Void
  }

  static let readable = Readiness.read.polled

  var work: [Work] = []
  var watches: [WatchToken: Watch] = [:]
  var timers = TimerQueue()
  /// The thread waits, or is about to: whoever adds something has to wake it.
  var isAsleep = false
  var isStopping = false
  private var lastWatch = 0

  mutating func watch(
    _ descriptor: Int32, _ interest: Readiness, _ handler: @escaping @Sendable (Readiness) -> Void
  ) -> WatchToken {
    lastWatch += 1
    let token = WatchToken(number: lastWatch)
    watches[token] = Watch(descriptor: descriptor, interest: interest, handler: handler)
    return token
  }

  /// What is queued, in order; nil when that is nothing and the thread shall end.
  mutating func takeWork() -> [Work]? {
    if work.isEmpty, isStopping { return nil }
    defer { work = [] }
    return work
  }

  /// The watches to wait for, and the next deadline. Puts the state to sleep when there is no work.
  mutating func prepareToWait() -> ([(token: WatchToken, polled: cs_poll)], BootTime?) {
    isAsleep = work.isEmpty && !isStopping
    let entries = watches.filter { !$0.value.interest.isEmpty }.map { token, watch in
      (token, cs_poll(fd: watch.descriptor, events: watch.interest.polled, ready: 0))
    }
    return (entries.sorted { $0.0.number < $1.0.number }, timers.next)
  }
}

/// Deadlines in order; equal ones in the order in which they were set.
struct TimerQueue {
  private struct Entry {
    var deadline: BootTime
    var token: TimerToken
    var handler: @Sendable () -> Void
  }

  private var entries: [Entry] = []
  private var last = 0

  var isEmpty: Bool { entries.isEmpty }

  /// The earliest deadline.
  var next: BootTime? { entries.first?.deadline }

  mutating func insert(_ deadline: BootTime, _ handler: @escaping @Sendable () -> Void) -> TimerToken {
    last += 1
    let token = TimerToken(number: last)
    let place = entries.firstIndex { $0.deadline > deadline } ?? entries.count
    entries.insert(Entry(deadline: deadline, token: token, handler: handler), at: place)
    return token
  }

  mutating func remove(_ token: TimerToken) {
    entries.removeAll { $0.token == token }
  }

  /// Removes and returns the handlers of the deadlines that `now` has reached.
  mutating func takeDue(_ now: BootTime) -> [@Sendable () -> Void] {
    let due = entries.prefix { $0.deadline <= now }
    entries.removeFirst(due.count)
    return due.map(\.handler)
  }
}
