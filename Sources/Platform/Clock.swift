internal import CSystem
internal import Synchronization

/// Where the time comes from. Everything that needs the time is given one, so that tests can hold it still.
public protocol Clock: Sendable {
  /// The time of day. It may jump when somebody sets the clock.
  func now() -> WallTime
  /// The time since the machine started. It never goes back.
  func boot() -> BootTime
}

/// The clocks of the machine.
public struct SystemClock: Clock {
  /// Makes the clock; all are alike.
  public init() {}

  /// The time of day.
  public func now() -> WallTime { WallTime(nanoseconds: cs_wall_ns()) }

  /// The time since the machine started.
  public func boot() -> BootTime { BootTime(nanoseconds: cs_boot_ns()) }
}

/// A clock that moves only when it is told to.
public final class ManualClock: Clock {
  private let state: Mutex<(wall: WallTime, boot: BootTime)>

  /// Makes a clock that stands at these points.
  public init(
    wall: WallTime = WallTime(nanoseconds: 1_700_000_000_000_000_000),
    boot: BootTime = BootTime(nanoseconds: 1_000_000_000_000)
  ) {
    state = Mutex((wall, boot))
  }

  /// The time of day.
  public func now() -> WallTime { state.withLock { $0.wall } }

  /// The time since the machine started.
  public func boot() -> BootTime { state.withLock { $0.boot } }

  /// Lets time pass on both clocks.
  public func advance(by duration: Duration) {
    state.withLock { $0 = ($0.wall + duration, $0.boot + duration) }
  }

  /// Sets the time of day alone, as a person or a time server does; it may go back.
  public func set(wall: WallTime) {
    state.withLock { $0.wall = wall }
  }
}
