import ACP
import JSON
import Testing

@Suite struct NoiseMeterTests {
  @Test func tenInARowAreTooMuch() {
    var meter = NoiseMeter()
    for number in 1...9 { meter.noise(Array("line \(number)".utf8)) }
    #expect(!meter.isTooMuch)
    meter.message()
    for number in 10...18 { meter.noise(Array("line \(number)".utf8)) }
    #expect(!meter.isTooMuch)
    meter.noise(Array("line 19".utf8))
    #expect(meter.isTooMuch)
    #expect(meter.row == (10...19).map { "line \($0)" })
    #expect(meter.total == 19)
    #expect(meter.last == "line 19")
  }

  @Test func staysBounded() {
    var meter = NoiseMeter()
    for _ in 0..<1000 { meter.noise([UInt8](repeating: 0x78, count: 10_000)) }
    #expect(meter.total == 1000)
    #expect(meter.row.count == 10)
    #expect(meter.row.allSatisfy { $0.utf8.count < 250 })
  }

  @Test func quotesAreSafeToShow() {
    #expect(NoiseMeter.quote(Array("a\u{1B}[31mred\tx\r\u{7F}é".utf8)) == "a\\u{1B}[31mred\\tx\\r\\u{7F}é")
    #expect(NoiseMeter.quote([0x61, 0xFF]) == "a\u{FFFD}")
    let long = NoiseMeter.quote([UInt8](repeating: 0x61, count: 300))
    #expect(long == String(repeating: "a", count: 200) + "… (300 bytes)")
  }

  @Test func itsStateSurvivesStoring() {
    var meter = NoiseMeter()
    #expect(NoiseMeter(json: meter.json) == meter)
    for number in 0..<4 { meter.noise(Array("\"\(number)\"\u{1}".utf8)) }
    #expect(NoiseMeter(json: meter.json) == meter)
    #expect(NoiseMeter(json: .null) == NoiseMeter())
  }
}
