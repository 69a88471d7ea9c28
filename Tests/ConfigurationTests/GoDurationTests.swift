import Testing

@testable import Configuration

@Suite struct GoDurationTests {
  @Test(arguments: [
    ("0", Duration.zero), ("0s", .zero), ("5s", .seconds(5)), ("1h30m", .seconds(5400)), ("300ms", .milliseconds(300)),
    ("1.5h", .seconds(5400)), (".5s", .milliseconds(500)), ("-1m", .seconds(-60)), ("+2s", .seconds(2)),
    ("1us", .microseconds(1)), ("1µs", .microseconds(1)), ("7ns", .nanoseconds(7)), ("1m1s", .seconds(61)),
    ("168h0m0s", .seconds(168 * 3600)), ("2562047h47m16.854775807s", .nanoseconds(Int64.max)),
  ])
  func isReadAsGoReadsIt(text: String, duration: Duration) {
    #expect(GoDuration.parse(text) == duration)
  }

  @Test(arguments: ["", "5", "1d", "s", "-", ".s", "1h ", " 1h", "1 h", "1hh", "--1s", "1e3s", "9999999h", "soon"])
  func anythingElseIsRefused(text: String) {
    #expect(GoDuration.parse(text) == nil)
  }

  @Test(arguments: [
    (Duration.zero, "0s"), (.seconds(5), "5s"), (.seconds(61), "1m1s"), (.seconds(1800), "30m0s"),
    (.seconds(168 * 3600), "168h0m0s"), (.milliseconds(300), "300ms"), (.milliseconds(1500), "1.5s"),
    (.microseconds(1500), "1.5ms"), (.nanoseconds(12), "12ns"), (.microseconds(7), "7µs"), (.seconds(-60), "-1m0s"),
  ])
  func isWrittenAsGoWritesIt(duration: Duration, text: String) {
    #expect(GoDuration.format(duration) == text)
    #expect(GoDuration.parse(text) == duration)
  }
}
