import JSON
import Testing

@Suite struct JSONNumberTests {
  @Test(
    arguments: [
      ("0", 0), ("-7", -7), ("2.0", 2), ("1e3", 1000), ("9223372036854775807", .max), ("9223372036854775808", nil),
      ("1.5", nil), ("1e40", nil),
    ] as [(String, Int?)])
  func wholeNumbers(text: String, expected: Int?) {
    #expect(JSONNumber(text: text)?.int == expected)
  }

  @Test(arguments: ["", "01", "1 ", " 1", "true", "0x10", "1_000", "--1"])
  func refusesWhatIsNoNumber(text: String) {
    #expect(JSONNumber(text: text) == nil)
  }

  @Test(arguments: [0, 1, -2.5, 0.1, 1e300, .leastNonzeroMagnitude, 123_456_789.125] as [Double])
  func doublesReadBackTheSame(value: Double) throws {
    let number = try #require(JSONNumber(value))
    #expect(number.double == value)
    #expect(JSONNumber(text: number.text) == number)
  }

  @Test func whatIsNotFiniteHasNoNumber() {
    #expect(JSONNumber(.infinity) == nil)
    #expect(JSONNumber(.nan) == nil)
  }
}
