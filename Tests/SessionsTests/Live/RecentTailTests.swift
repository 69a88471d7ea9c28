import Testing

@testable import Sessions

@Suite struct RecentTailTests {
  /// Against the plain list of everything that was added.
  @Test func itKeepsTheNewestAndKnowsHowMuchTheyTakeUp() {
    var tail = RecentTail<Int64>(base: 10, limit: 100)
    var all: [(number: Int64, bytes: Int)] = []
    for number in Int64(11)...300 {
      let bytes = Int(number * 7 % 40)
      tail.append(number, bytes: bytes)
      all.append((number, bytes))
      let kept = all.filter { $0.number > tail.base }
      #expect(tail.head == number)
      #expect(kept.reduce(0) { $0 + $1.bytes } <= 100)
      for from in max(10, tail.base - 3)...number + 1 {
        let behind = kept.filter { $0.number > from }
        #expect(tail.bytes(behind: from) == behind.reduce(0) { $0 + $1.bytes })
        var found: [Int64] = []
        let isKept = tail.each(after: from) { element in
          found.append(element)
          return true
        }
        #expect(isKept == (from >= tail.base))
        if isKept { #expect(found == behind.map(\.number)) }
      }
    }
    tail.clear(head: 500)
    #expect(tail.bytes(behind: 0) == 0)
    #expect(tail.head == 500)
  }
}
