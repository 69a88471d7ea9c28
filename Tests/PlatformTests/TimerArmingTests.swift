import Testing

@testable import Platform

@Suite("Setting the timer of an executor")
struct TimerArmingTests {
  private let soon = BootTime(nanoseconds: 1)
  private let later = BootTime(nanoseconds: 2)

  @Test("A deadline is set once, another one anew, and none as well")
  func setsChanges() {
    var arming = TimerArming()
    let answers = [nil, soon, soon, later, nil, nil].map { arming.mustSet($0) }
    #expect(answers == [false, true, false, true, true, false])
  }

  @Test("An expired timer is switched off when no deadline is left, or it would wake its thread for ever")
  func switchesOff() {
    var arming = TimerArming()
    _ = arming.mustSet(soon)
    arming.expired()
    let answers = [nil, nil].map { arming.mustSet($0) }
    #expect(answers == [true, false])
  }

  @Test("An expired timer is set again, also to the deadline that it had")
  func setsAgain() {
    var arming = TimerArming()
    _ = arming.mustSet(soon)
    arming.expired()
    let isSet = arming.mustSet(soon)
    #expect(isSet)
  }
}
