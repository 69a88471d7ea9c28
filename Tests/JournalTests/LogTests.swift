@testable import Journal
import Platform
import Synchronization
import Testing

/// The log of a journal under readers that never stop, on real files.
@Suite struct LogTests {
  private let fixture: JournalFixture
  private let writer: JournalWriter
  private static let content = String(repeating: "x", count: 8000)

  init() throws {
    // With each look at this clock a tenth of a second has passed.
    fixture = try JournalFixture(clock: TestClock(step: 100_000_000))
    writer = try fixture.create()
  }

  /// Appends events until the log was given this many bytes, whatever becomes of them; answers its greatest length.
  private func write(_ bytes: Int) throws -> Int {
    var longest = 0
    for _ in 0..<(bytes / (8 * Self.content.utf8.count)) {
      let next = writer.head + 1
      try writer.commit(
        (next..<next + 8).map { .event(event($0, content: "{\"text\":\"\(Self.content)\"}")) }, durability: .normal)
      try writer.checkpointIfNeeded()
      longest = max(longest, try Int(FileStatus.ifPresent(fixture.path + "-wal")?.size ?? 0))
    }
    return longest
  }

  private final class Readings: Sendable {
    let areOver = Atomic(false)
    let pages = Atomic(0)
  }

  @Test func continuousReadersDoNotLetItGrow() async throws {
    let readings = Readings()
    let (directory, path) = (fixture.directory.path, fixture.path)
    let pool = try BlockingPool(threads: 4, name: "readers")
    let readers = (0..<4).map { reader in
      Task {
        while !readings.areOver.load(ordering: .relaxed) {
          do {
            try await pool.run {
              let connection = try JournalReader(directory: directory)
              defer { connection.close() }
              var query = EventQuery()
              query.after = Int64(reader * 50)
              query.limit = 200
              for _ in 0..<20 {
                _ = try connection.events(query)
                readings.pages.add(1, ordering: .relaxed)
              }
            }
          } catch let error as JournalError {
            // Refused reads are those that come while one that was let in waits for a processor.
            let passing: [JournalError] = [.catchingUp(path: path), .overloaded(path: path), .interrupted]
            guard passing.contains(error) else { throw error }
            await JournalReader.whenReadable(directory: directory)
          }
        }
      }
    }
    defer { readings.areOver.store(true, ordering: .relaxed) }
    let longest = try write(160 << 20)
    readings.areOver.store(true, ordering: .relaxed)
    for reader in readers { try await reader.value }
    #expect(longest < 100 << 20, "\(longest) bytes")
    #expect(readings.pages.load(ordering: .relaxed) > 100)
    try writer.close()
  }

  @Test(.timeLimit(.minutes(1))) func aReadThatOthersWaitForIsInterrupted() throws {
    _ = try write(10 << 20)
    let reader = try JournalReader(directory: fixture.directory.path)
    let isFound = Mutex(false)
    let pool = try BlockingPool(threads: 1, name: "reader")
    pool.submit {
      while !isFound.withLock({ $0 }) {
        do {
          _ = try reader.events(EventQuery())
        } catch JournalError.interrupted {
          isFound.withLock { $0 = true }
        } catch {
          // The gate is closed; it opens as soon as the writer comes by.
        }
      }
    }
    while !isFound.withLock({ $0 }) { _ = try write(1 << 20) }
    reader.close()
    try writer.close()
  }

  @Test func aReadOnTheWritersThreadWaitsForNobody() throws {
    _ = try write(1 << 20)
    let directory = fixture.directory.path
    let shell = try ShellSession(database: fixture.path)
    _ = try shell.ask("begin; select count(*) from event_rows;")
    try ReadGate.pass(fixture.path, nil) {
      // The gate closes: the log grows, because the shell reads it, and this read goes on.
      _ = try write(17 << 20)
      #expect(throws: JournalError.catchingUp(path: fixture.path)) { try JournalReader(directory: directory) }
      let own = try JournalReader(directory: directory, isWriters: true)
      #expect(try own.head() == writer.head)
      own.close()
    }
    shell.end()
    try writer.checkpointIfNeeded()
    try JournalReader(directory: directory).close()
    try writer.close()
  }

  @Test func anotherProgramThatReadsDoesNotStopTheWriter() throws {
    _ = try write(1 << 20)
    let shell = try ShellSession(database: fixture.path)
    _ = try shell.ask("begin; select count(*) from event_rows;")
    let before = writer.head
    let longest = try write(80 << 20)
    #expect(longest > 64 << 20)
    #expect(writer.head > before)
    #expect((writer.heldLogBytes ?? 0) > 64 << 20)
    // Reads of ours go on, too.
    let reader = try JournalReader(directory: fixture.directory.path)
    #expect(try reader.head() == writer.head)
    reader.close()
    shell.end()
    _ = try write(24 << 20)
    #expect(writer.heldLogBytes == nil)
    #expect(try FileStatus.ifPresent(fixture.path + "-wal").map { $0.size <= 64 << 20 } == true)
    try writer.close()
  }
}
