internal import CSystem

/// The processes below the shim: all of them, wherever they went, because orphans come to it.
struct Tree {
  /// How far the end of the tree has come.
  enum Phase {
    /// The agent runs.
    case running
    /// The agent is gone; what is left has been asked to end.
    case settling
    /// What is left is being killed.
    case killing
    /// Nothing is left, but for those that could not be killed.
    case gone
  }

  /// How long what the agent leaves behind may take to end by itself.
  private static let settlingTime: Int64 = 300_000_000
  /// How soon to look for children that arrived meanwhile.
  private static let killInterval: Int64 = 10_000_000
  /// After this time of killing, what is left is given up.
  private static let killingTime: Int64 = 10_000_000_000

  private(set) var phase = Phase.running
  private(set) var survivors: [Int32] = []
  private var deadline: Int64 = .max
  private var killingSince: Int64 = 0

  /// When ``advance(_:)`` has to be called again, on the boot clock.
  var next: Int64 { deadline }

  /// The agent is gone: asks what is left to end, and kills it a little later.
  mutating func settle(_ now: Int64) {
    guard phase == .running else { return }
    phase = .settling
    deadline = now + Self.settlingTime
    for child in children() { _ = cs_kill(child, SIGTERM) }
  }

  /// Kills everything, the agent too, until nothing is left.
  mutating func kill(_ now: Int64) {
    guard phase == .running || phase == .settling else { return }
    phase = .killing
    killingSince = now
    killOnce(now)
  }

  /// Goes on when it is time to.
  mutating func advance(_ now: Int64) {
    guard now >= deadline else { return }
    if phase == .settling { kill(now) } else if phase == .killing { killOnce(now) }
  }

  /// A child has been reaped: its own children, if it had any, are ours now.
  mutating func childEnded(_ now: Int64) {
    if phase == .killing { killOnce(now) }
  }

  /// No child is left.
  mutating func allEnded() {
    guard phase != .running else { return }
    phase = .gone
    deadline = .max
  }

  private mutating func killOnce(_ now: Int64) {
    deadline = now + Self.killInterval
    let children = children()
    var untouchable: [Int32] = []
    // An unreaped child keeps its number, so a signal cannot hit another process.
    for child in children where cs_kill(child, SIGKILL) == -EPERM { untouchable.append(child) }
    let tooLong = now - killingSince > Self.killingTime
    let allUntouchable = !children.isEmpty && untouchable.count == children.count
    if tooLong || allUntouchable && now - killingSince > Self.settlingTime {
      survivors = children
      phase = .gone
      deadline = .max
    }
  }

  private func children() -> [Int32] {
    [Int32](unsafeUninitializedCapacity: 512) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      count = Int(max(0, cs_children(base, 512)))
    }
  }
}
