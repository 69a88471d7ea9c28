import Home
import Journal
import Testing

@testable import Sessions

@Suite struct EventTailTests {
  private func event(_ sequence: Int64, _ type: EventType = .agentMessage, bytes: Int = 10) -> EventRow {
    EventRow(
      sequence: sequence, turn: nil, type: type, agent: "general", time: sequence,
      content: [UInt8](repeating: 0x20, count: bytes))
  }

  private func sequences(_ page: (events: [EventRow], end: Int64)?) -> [Int64]? { page?.events.map(\.sequence) }

  @Test func whatFollowsACursorIsInOrderAndWithoutAGap() throws {
    var tail = EventTail(base: 10)
    tail.append((Int64(11)...14).map { event($0) })
    tail.append([event(15)])
    #expect(sequences(tail.page(after: 10, maxBytes: 1000) { _ in true }) == [11, 12, 13, 14, 15])
    #expect(sequences(tail.page(after: 13, maxBytes: 1000) { _ in true }) == [14, 15])
    #expect(sequences(tail.page(after: 15, maxBytes: 1000) { _ in true }) == [])
    #expect(tail.page(after: 9, maxBytes: 1000) { _ in true } == nil)
    let cut = try #require(tail.page(after: 10, maxBytes: 15) { _ in true })
    #expect(sequences(cut) == [11, 12])
    #expect(cut.end == 12)
  }

  @Test func aPageSaysHowFarItLooked() throws {
    var tail = EventTail(base: 0)
    tail.append([event(1), event(2, .done), event(3)])
    let page = try #require(tail.page(after: 0, maxBytes: 1000) { $0.type == .done })
    #expect(sequences(page) == [2])
    #expect(page.end == 3)
  }

  @Test func itKeepsTheNewestWithinTheLimit() throws {
    var tail = EventTail(base: 0)
    for sequence in Int64(1)...5000 { tail.append([event(sequence, bytes: 1000)]) }
    #expect(tail.base > 3500)
    #expect(tail.base < 4200)
    let page = try #require(tail.page(after: tail.base, maxBytes: .max) { _ in true })
    #expect(sequences(page) == Array(tail.base + 1...5000))
    tail.append([event(5001, bytes: 2 * EventTail.limit)])
    #expect(tail.base == 5001, "an event that is larger than the tail is in the journal only")
    tail.clear(head: 6000)
    #expect(tail.page(after: 5001, maxBytes: 1) { _ in true } == nil)
    #expect(sequences(tail.page(after: 6000, maxBytes: 1) { _ in true }) == [])
  }
}
