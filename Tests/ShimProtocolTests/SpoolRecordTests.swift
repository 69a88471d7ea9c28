import ShimProtocol
import Testing

@Suite("A record of the spool")
struct SpoolRecordTests {
  private func record(_ payload: [UInt8], offset: UInt64 = 7, time: Int64 = -3) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: SpoolRecord.headerSize) + payload
    bytes.withUnsafeMutableBytes { SpoolRecord(offset: offset, time: time, count: payload.count).seal($0) }
    return bytes
  }

  private func find(_ bytes: [UInt8]) -> SpoolRecord.Found { bytes.withUnsafeBytes { SpoolRecord.find(in: $0) } }

  @Test(arguments: [1, 2, 100, 65536])
  func isFoundAgain(count: Int) {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let expected = SpoolRecord(offset: 7, time: -3, count: count)
    #expect(find(record(payload)) == .record(expected))
    #expect(find(record(payload) + [1, 2, 3]) == .record(expected), "what follows does not matter")
  }

  @Test func cutAnywhereItIsIncomplete() {
    let bytes = record(Array("line of output\n".utf8))
    for length in 0..<bytes.count { #expect(find(Array(bytes.prefix(length))) == .incomplete) }
  }

  @Test func anyBitChangedItIsNoRecord() {
    let bytes = record(Array("line of output\n".utf8))
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        if case .record = find(changed) { Issue.record("byte \(index) bit \(bit) changed and not noticed") }
      }
    }
  }

  @Test func zeroesAndLengthsOutOfRangeAreDamage() {
    #expect(find([UInt8](repeating: 0, count: 100)) == .damaged)
    #expect(find([1, 0, 1, 0] + [UInt8](repeating: 0, count: 100)) == .damaged)
    #expect(find([255, 255, 255, 255]) == .damaged)
  }

  @Test func checksumIsCastagnolis() {
    // The record's form is frozen: length, CRC-32C over everything else, offset, time, bytes.
    let golden: [UInt8] = [
      3, 0, 0, 0, 0x20, 0x0d, 0x2c, 0x94, 7, 0, 0, 0, 0, 0, 0, 0, 253, 255, 255, 255, 255, 255, 255, 255, 97, 98, 99,
    ]
    #expect(record(Array("abc".utf8)) == golden)
  }

  @Test func segmentsAreNumbered() {
    #expect(SpoolSegment.name(1) == "0001.seg")
    #expect(SpoolSegment.name(12_345) == "12345.seg")
    for number in [1, 42, 9999, 10_000, .max] as [UInt32] {
      #expect(SpoolSegment.number(SpoolSegment.name(number)) == number)
    }
    for name in ["", ".seg", "1.seg", "0001.se", "000x.seg", "0001.seg.tmp", "99999999999.seg"] {
      #expect(SpoolSegment.number(name) == nil)
    }
  }
}
