import Platform
import Testing

@Suite struct TimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("1970-01-01T00:00:00.5Z", 500_000_000),
    ("2000-02-29T12:34:56.789012345Z", 951_827_696_789_012_345),
    ("1969-12-31T23:59:59.999999999Z", -1),
    ("2026-12-31T23:59:59.1Z", 1_798_761_599_100_000_000),
  ])
  func writesAndReadsTheShortForm(text: String, nanoseconds: Int64) {
    #expect(WallTime(nanoseconds: nanoseconds).rfc3339 == text)
    #expect(WallTime(rfc3339: text)?.nanoseconds == nanoseconds)
  }

  @Test func fixedFormHasNineDigits() {
    #expect(WallTime(nanoseconds: 1_500_000_000).fixed == "1970-01-01T00:00:01.500000000Z")
    #expect(WallTime(nanoseconds: 0).fixed == "1970-01-01T00:00:00.000000000Z")
  }

  @Test func everyDayOfFourHundredYearsComesBack() {
    let wrong = (-73_000...73_000 as ClosedRange<Int64>).first { day in
      let time = WallTime(nanoseconds: day * 86_400_000_000_000)
      return WallTime(rfc3339: time.rfc3339) != time
    }
    #expect(wrong == nil)
  }

  @Test func readsOffsets() {
    let noon = WallTime(rfc3339: "2026-06-01T12:00:00Z")
    #expect(WallTime(rfc3339: "2026-06-01T14:00:00+02:00") == noon)
    #expect(WallTime(rfc3339: "2026-06-01T06:30:00-05:30") == noon)
  }

  @Test(arguments: [
    "", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
    "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx", "9999-01-01T00:00:00Z", "2026-1-1T00:00:00Z", "2026-01-01",
  ])
  func refusesWhatIsNoTime(text: String) {
    #expect(WallTime(rfc3339: text) == nil)
  }

  @Test func manualClockMovesOnlyWhenTold() {
    let clock = ManualClock()
    let before = (clock.now(), clock.boot())
    clock.advance(by: .milliseconds(250))
    #expect(clock.now() - before.0 == .milliseconds(250))
    #expect(clock.boot() - before.1 == .milliseconds(250))
    clock.set(wall: before.0)
    #expect(clock.now() == before.0)
    #expect(clock.boot() - before.1 == .milliseconds(250))
  }

  @Test func bootClockOfTheSystemNeverGoesBack() {
    let clock = SystemClock()
    var last = clock.boot()
    for _ in 0..<1000 {
      let next = clock.boot()
      #expect(next >= last)
      last = next
    }
  }

  @Test func sumsAreHeldAtTheEndOfTheRange() {
    #expect((BootTime(nanoseconds: .max) + .seconds(1)).nanoseconds == .max)
    #expect((WallTime(nanoseconds: 5) + .seconds(Int64.max)).nanoseconds == .max)
  }
}
