import Diagnostics
import Journal
import Platform
import Sessions
import Synchronization
import Testing

@testable import HTTP
@testable import Server

@Suite(.timeLimit(.minutes(1)))
struct SessionFramesTests {
  private let session = GrowingSession()
  private let sessions = FakeSessions()
  private let followed: FollowedSessions
  private let answers = Answers(redactor: Redactor())

  init() {
    followed = FollowedSessions(EventFrame(answers: answers), limit: Self.limit)
  }

  private static let limit = 64 << 10

  private func stream(
    of session: GrowingSession? = nil, after cursor: Int64 = 0, sharing followed: FollowedSessions? = nil,
    _ filter: SessionStream.Filter = .init()
  ) -> SessionStream {
    SessionStream(
      Sample.sessionID, feed: (session ?? self.session).feed, after: cursor, filter: filter,
      services: SessionStream.Services(
        sessions: sessions, followed: followed ?? self.followed, frame: EventFrame(answers: answers)))
  }

  private func words(_ numbers: ClosedRange<Int64>, size: Int = 20) -> [EventView] {
    numbers.map { Sample.words($0, "w\($0) " + String(repeating: "x", count: size)) }
  }

  @Test func followersShareWhatIsMadeOnce() async throws {
    session.add(words(1...3))
    let streams = (0..<50).map { _ in stream() }
    var readers = streams.map(Reader.init)
    for index in readers.indices {
      try await readers[index].read(until: 3)
      _ = try await readers[index].step()
    }
    let before = session.pagesRead
    session.add(words(4...40))
    for index in readers.indices { try await readers[index].read(until: 40) }
    for reader in readers { #expect(reader.ids == (1...40).map(String.init)) }
    #expect(session.pagesRead - before <= 37, "no follower reads for itself what is made for all")
    for stream in streams { stream.cancel() }
  }

  @Test func whoComesLaterSharesWhatIsKeptWithoutReadingToTheEnd() async throws {
    let followed = FollowedSessions(EventFrame(answers: answers), limit: 1 << 20)
    var first = Reader(stream(sharing: followed))
    _ = try await first.step()
    session.add(words(1...60, size: 4000))
    try await first.read(until: 60)
    let before = session.pagesRead
    var late = Reader(stream(after: 10, sharing: followed))
    try await late.read(until: 60)
    #expect(late.ids == (11...60).map(String.init))
    #expect(session.pagesRead - before <= 1, "after the page that tells whether its cursor is good")
  }

  @Test func aCursorOfAnEarlierEpochIsToldSoThoughOthersShareWhatComesBehindIt() async throws {
    var first = Reader(stream())
    _ = try await first.step()
    session.add(words(1...30))
    try await first.read(until: 30)
    var returning = Reader(
      SessionStream(
        Sample.sessionID, feed: session.feedWithReset, after: 10, filter: .init(),
        services: SessionStream.Services(
          sessions: sessions, followed: followed, frame: EventFrame(answers: answers))))
    _ = try await returning.step()
    #expect(returning.events.map(\.event) == ["reset"])
    session.add(words(31...31))
    try await returning.read(until: 31)
    #expect(returning.ids == ["31"])
  }

  @Test func framesAreNotMadeInVain() async throws {
    session.add(words(1...1))
    var reader = Reader(stream())
    try await reader.read(until: 1)
    _ = try await reader.step()
    session.add(words(2...400, size: 1000))
    try await reader.read(until: 2)
    let made = session.pagesRead
    #expect(made < 4, "400 events of 1,000 bytes are at least 7 pages")
    try await reader.read(until: 400)
    #expect(reader.ids == (1...400).map(String.init))
  }

  /// Whatever the speeds: everything that a filter admits comes once and in order, through the shared frames, the
  /// journal, or both in turn.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func nothingIsLostOrDoubledAtAnySpeed(_ seed: UInt64) async throws {
    let random = SeededRandom(seed: seed)
    func number(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(random.bytes(2).reduce(0) { $0 << 8 | UInt($1) }) % range.count
    }
    var filtered = SessionStream.Filter()
    filtered.types = [.done]
    let filters = [SessionStream.Filter(), SessionStream.Filter(), SessionStream.Filter(), filtered]
    var readers = filters.map { Reader(stream($0)) }
    var count: Int64 = 0
    for _ in 0..<16 {
      let more = Int64(number(0...30))
      if more > 0 {
        session.add(
          (count + 1...count + more).map { sequence in
            sequence % 7 == 0
              ? Sample.event(sequence, .done, #"{"stop_reason":"end_turn"}"#)
              : Sample.words(sequence, String(repeating: "x", count: number(0...400)))
          })
        count += more
      }
      for index in readers.indices where number(0...1) == 1 {
        for _ in 0..<number(1...4) { _ = try await readers[index].step() }
      }
    }
    session.stop()
    sessions.change { [events = session.events] in $0.events = events }
    for index in readers.indices { try await readers[index].readToEnd() }
    let all = session.events
    for (reader, filter) in zip(readers, filters) {
      let expected = all.filter { filter.admits($0.row) || $0.row.type == .sessionStopped }.map { "\($0.row.sequence)" }
      #expect(reader.ids == expected, "seed \(seed)")
    }
  }

  /// One that comes later may read what the maker of the frames has not heard of yet, and they go on behind it.
  @Test func whoWaitsIsToldWhenFramesGoOnBehindAnotherFollower() async throws {
    session.add(words(1...1))
    var first = Reader(stream())
    try await first.read(until: 1)
    while try await first.step() {}
    let mailbox = try #require(LoopMailbox())
    try #require(first.bell).subscribe(mailbox)
    await session.addUnheard(words(2...2))
    let second = stream(after: 1)
    var other = Reader(second)
    while try await other.step() {}
    #expect(other.ids == ["2"])
    let isTold = mailbox.take().contains { if case .bell = $0 { true } else { false } }
    #expect(isTold)
    try await first.read(until: 2)
    for stream in [first.stream, second] { stream.cancel() }
  }

  @Test(arguments: [true, false])
  func nothingIsKeptOfFramesWhoseFollowersHaveComeToTheEnd(_ isStopped: Bool) async throws {
    session.add(words(1...1))
    weak var bell: StreamBell?
    do {
      var reader = Reader(stream())
      try await reader.read(until: 1)
      while try await reader.step() {}
      bell = reader.bell
      #expect(bell != nil)
      if isStopped { session.stop() } else { session.fail(AghError(.journalOverloaded, "it cannot be read for now")) }
      try await reader.readToEnd()
    }
    while bell != nil { await Task.yield() }
  }

  @Test func aFailureEndsTheStreamsWithItsReason() async throws {
    session.add(words(1...1))
    var readers = [Reader(stream()), Reader(stream())]
    for index in readers.indices {
      try await readers[index].read(until: 1)
      _ = try await readers[index].step()
    }
    session.fail(AghError(.journalOverloaded, "the journal cannot be read for now"))
    for index in readers.indices {
      try await readers[index].readToEnd()
      #expect(readers[index].events.last?.event == "error")
      #expect(readers[index].events.last?.text.contains("journal_overloaded") == true)
    }
  }

  @Test func theNextRunOfASessionHasFramesOfItsOwn() async throws {
    var first = Reader(stream())
    session.add(words(1...1))
    try await first.read(until: 1)
    _ = try await first.step()
    let second = GrowingSession()
    second.add(session.events)
    session.stop()
    second.add([Sample.event(2, .sessionStopped, "{}")])
    try await first.readToEnd()
    #expect(first.ids == ["1", "2"])
    var next = Reader(stream(of: second, after: 2))
    _ = try await next.step()
    second.add(words(3...3))
    try await next.read(until: 3)
    #expect(next.ids == ["3"])
  }
}

/// Takes from a stream what the server would, which does not cancel one that has ended.
private struct Reader {
  let stream: SessionStream
  private var parser = SSEParser()
  private(set) var events: [SSEEvent] = []
  private var isDone = false
  /// What rings when there is something new.
  private(set) var bell: StreamBell?

  var ids: [String] { events.compactMap(\.id) }

  init(_ stream: SessionStream) {
    self.stream = stream
  }

  /// Once what the server does when the connection has room; false when there is nothing to be had.
  mutating func step() async throws -> Bool {
    if isDone { return false }
    var bytes: [UInt8] = []
    switch stream.poll(into: &bytes, upTo: 16 << 10) {
    case .taken: events += parser.feed(bytes)
    case .wait(let bell):
      self.bell = bell
      return false
    case .pull:
      guard let next = try await stream.next() else {
        isDone = true
        return false
      }
      events += parser.feed(next)
    }
    return true
  }

  mutating func read(until sequence: Int64) async throws {
    while events.last?.id.flatMap(Int64.init) ?? 0 < sequence {
      if try await !step() { await Task.yield() }
      try #require(!isDone)
    }
  }

  mutating func readToEnd() async throws {
    while !isDone {
      if try await !step() { await Task.yield() }
    }
  }
}
