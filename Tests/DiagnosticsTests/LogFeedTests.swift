import Diagnostics
import Testing

@Suite struct LogFeedTests {
  private func line(_ text: String) -> [UInt8] { Array((text + "\n").utf8) }

  @Test func everyFollowerHasTheLinesFromItsBeginningOn() async {
    let feed = LogFeed()
    feed.append(line("before"))
    let first = feed.follow()
    feed.append(line("one"))
    let second = feed.follow()
    feed.append(line("two"))
    #expect(await first.next() == [line("one"), line("two")])
    #expect(await second.next() == [line("two")])
    async let waited = first.next()
    feed.append(line("three"))
    #expect(await waited == [line("three")])
  }

  @Test func anEndIsToldAfterWhatWasWritten() async {
    let feed = LogFeed()
    let follower = feed.follow()
    feed.append(line("last"))
    feed.end()
    feed.append(line("never"))
    #expect(await follower.next() == [line("last")])
    #expect(await follower.next() == [])
    #expect(await feed.follow().next() == [])
    let left = LogFeed().follow()
    async let waited = left.next()
    left.cancel()
    #expect(await waited == [])
  }

  @Test func whoeverDoesNotReadIsCutOff() async {
    let feed = LogFeed()
    let slow = feed.follow()
    let chunk = line(String(repeating: "x", count: 100_000))
    for _ in 0..<50 { feed.append(chunk) }
    #expect(await slow.next().count == 11, "a little more than a mebibyte is kept")
    #expect(await slow.next() == [])
  }
}
