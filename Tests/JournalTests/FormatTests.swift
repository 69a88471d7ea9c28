import Journal
import Platform
import Testing

/// What is stored for good: these values were computed by a program of its own and never change.
@Suite struct FormatTests {
  @Test func hashesAreTheOnesOfTheFormat() throws {
    let fixture = try JournalFixture()
    let writer = try fixture.create()
    #expect(writer.hashHead == [UInt8](repeating: 0, count: 32))
    try writer.commit(
      [
        .event(event(1, type: .userMessage, time: 1_770_000_000_000_000_000, content: "{\"text\":\"hello\"}")),
        .event(event(2, turn: nil, type: .done, agent: "général", time: 1_770_000_000_000_000_001)),
      ], durability: .normal)
    #expect(
      try fixture.shell("select hash from events where sequence = 1")
        == "30502744c609b23c5a857d3b40a20801c301ec8a7b9a4f791279610aa8387127\n")
    #expect(
      Hex.encode(writer.hashHead) == "ef50211df602aa1e2ee56200040890a4a4c3d86df24c56369b59c390a5037221")
  }

  @Test func idsOfEventsComeFromTheEpochOfTheirSequence() throws {
    let epochs = [
      JournalEpochRow(number: 0, firstSequence: 1, key: 0x0123_4567_89ab_cdef),
      JournalEpochRow(number: 1, firstSequence: 10, key: Int64.min),
      JournalEpochRow(number: 2, firstSequence: 10, key: -1),
    ]
    #expect(epochs.epoch(of: 1)?.eventID(of: 1) == "ev-0123456789abcdee")
    #expect(epochs.epoch(of: 9)?.eventID(of: 9) == "ev-0123456789abcde6")
    #expect(epochs.epoch(of: 10)?.eventID(of: 10) == "ev-fffffffffffffff5")
    #expect(epochs.epoch(of: 11)?.number == 2)
    #expect(epochs.epoch(of: 0)?.eventID(of: 0) == nil)
    #expect(
      [JournalEpochRow(number: 0, firstSequence: 1, key: Int64.min)].epoch(of: 5)?.eventID(of: 5)
        == "ev-8000000000000005")
  }

  @Test func theViewMakesTheSameIds() throws {
    let fixture = try JournalFixture()
    let writer = try fixture.create()
    try writer.commit((Int64(1)...3).map { .event(event($0)) }, durability: .full)
    for key in [Int64.min, -1, 0, Int64.max, 0x0123_4567_89ab_cdef] {
      let copy = try fixture.afterKill()
      _ = try copy.shell("update journal_epochs set key = \(key)")
      let epochs = [JournalEpochRow(number: 0, firstSequence: 1, key: key)]
      let ids = (Int64(1)...3).compactMap { epochs.epoch(of: $0)?.eventID(of: $0) }
      #expect(try copy.shell("select id from events order by sequence") == ids.map { "\($0)\n" }.joined())
    }
  }

  @Test func aHashIsThatOfTheStandard() throws {
    #expect(
      Hex.encode(try SHA256().hash(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func aRowTakesAtMostNinetyBytesBesideItsContent() throws {
    let fixture = try JournalFixture()
    let writer = try fixture.create()
    let content = "{\"text\":\"\(String(repeating: "x", count: 189))\"}"
    #expect(content.utf8.count == 200)
    let types: [EventType] = [.agentMessage, .thought, .toolCall, .toolResult]
    for batch in 0..<20 {
      let rows = (1...500).map { number in
        let type = types[number % 20 == 0 ? 2 + number / 20 % 2 : number / 50 % 2]
        return JournalChange.event(event(Int64(batch * 500 + number), turn: batch, type: type, content: content))
      }
      try writer.commit(rows, durability: .normal)
    }
    try writer.close()
    let size = try #require(Int(try run("stat -c %s '\(fixture.path)'").dropLast()))
    // An empty journal's pages are no part of a row's price.
    #expect((size - 40 * 4096) / 10_000 - 200 <= 90)
  }
}
