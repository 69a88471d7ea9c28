import ACP
import Testing

@Suite struct LineQuoteTests {
  @Test func quotesAreSafeToShow() {
    #expect(LineQuote.text(of: Array("a\u{1B}[31mred\tx\r\u{7F}é".utf8)) == "a\\u{1B}[31mred\\tx\\r\\u{7F}é")
    #expect(LineQuote.text(of: [0x61, 0xFF]) == "a\u{FFFD}")
    let long = LineQuote.text(of: [UInt8](repeating: 0x61, count: 300))
    #expect(long == String(repeating: "a", count: 200) + "… (300 bytes)")
  }
}
