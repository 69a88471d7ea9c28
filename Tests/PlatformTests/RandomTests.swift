import Platform
import Testing

@Suite struct RandomTests {
  @Test func seededSourceRepeatsItself() {
    let first = SeededRandom(seed: 7)
    let second = SeededRandom(seed: 7)
    let bytes = first.bytes(64)
    #expect(bytes == second.bytes(64))
    #expect(bytes != first.bytes(64))
    #expect(bytes != SeededRandom(seed: 8).bytes(64))
  }

  @Test func systemSourceGivesWhatIsAsked() {
    #expect(SystemRandom().bytes(0).isEmpty)
    #expect(SystemRandom().bytes(1000).count == 1000)
    #expect(SystemRandom().bytes(32) != SystemRandom().bytes(32))
  }

  @Test func hexadecimalGoesBothWays() {
    let all = (0...255).map { UInt8($0) }
    #expect(Hex.encode([0x00, 0x9f, 0xff]) == "009fff")
    #expect(Hex.decode(Hex.encode(all)) == all)
    #expect(Hex.decode("FF") == [255])
    #expect(Hex.decode("f") == nil)
    #expect(Hex.decode("0g") == nil)
  }
}
