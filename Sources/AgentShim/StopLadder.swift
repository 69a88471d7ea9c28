internal import CSystem

/// The way down: end of input, SIGTERM, SIGKILL, with a grace after each of the first two.
///
/// Once begun it is never begun again; only a kill at once shortens it.
struct StopLadder {
  enum Step {
    case notBegun, inputEnded, terminated, killing
  }

  private(set) var step = Step.notBegun
  private(set) var cause = ExitRecord.Cause.itself
  private var terminationGrace: Int64 = 0
  private var deadline: Int64 = .max

  /// What is to be done now.
  enum Action {
    case endInput, terminate, kill
  }

  /// When ``advance(_:)`` has to be called again, on the boot clock.
  var next: Int64 { deadline }

  /// Begins, or shortens what has begun. Returns what is to be done at once.
  mutating func begin(_ stop: ClientFrame.Stop, cause: ExitRecord.Cause, now: Int64) -> Action? {
    if stop.atOnce {
      guard step != .killing else { return nil }
      step = .killing
      self.cause = .kill
      deadline = .max
      return .kill
    }
    guard step == .notBegun || BrokenRule.isBroken("shim-ladder-once") else { return nil }
    step = .inputEnded
    self.cause = cause
    deadline = now + Int64(stop.inputGrace) * 1_000_000
    terminationGrace = Int64(stop.terminationGrace) * 1_000_000
    return .endInput
  }

  /// What is to be done now that it is `now`.
  mutating func advance(_ now: Int64) -> Action? {
    guard now >= deadline else { return nil }
    if step == .inputEnded {
      step = .terminated
      deadline = now + terminationGrace
      return .terminate
    }
    step = .killing
    deadline = .max
    return .kill
  }
}
