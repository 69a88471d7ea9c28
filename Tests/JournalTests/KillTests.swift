import Glibc
import Journal
import Platform
import Synchronization
import Testing

/// Copies of the files while a writer commits: each is what a SIGKILL at that moment would leave, commits cut short
/// included.
@Suite struct KillTests {
  private struct Progress {
    var head: Int64?
    var commitsLeft = 0
    var isOver = false
    var failure: String?
  }

  @Test func aKillAtAnyMomentLeavesWholeCommits() throws {
    let fixture = try JournalFixture()
    try fixture.create().close()
    let progress = Mutex(Progress())
    let pool = try BlockingPool(threads: 1, name: "journal-writer")
    pool.submit {
      do {
        // Without checkpoints the database file stands still, so that it and the log can be copied one after the other.
        let writer = try fixture.open()
        progress.withLock { $0.head = writer.head }
        while !progress.withLock({ $0.isOver }) {
          guard progress.withLock({ $0.commitsLeft > 0 }) else {
            usleep(100)
            continue
          }
          let content = String(repeating: "x", count: 3000)
          let rows = (1...3).map { JournalChange.event(event(writer.head + $0, content: content)) }
          try writer.commit(rows, durability: .normal)
          progress.withLock { progress in
            progress.head = writer.head
            progress.commitsLeft -= 1
          }
        }
      } catch {
        progress.withLock { $0.failure = "\(error)" }
      }
    }
    defer { progress.withLock { $0.isOver = true } }
    while progress.withLock({ $0.head == nil && $0.failure == nil }) { usleep(1000) }
    for _ in 1...12 {
      // Enough commits to go on through the whole copying, few enough to keep the files small.
      let acknowledged = progress.withLock { progress in
        progress.commitsLeft = 100
        return progress.head ?? 0
      }
      let killed = try fixture.afterKill()
      let reader = try JournalReader(directory: killed.directory.path)
      let found = try reader.verify()
      #expect(found.problem == nil && found.head >= acknowledged && found.head % 3 == 0)
      reader.close()
      let writer = try killed.open()
      #expect(writer.head == found.head && writer.hashHead == found.hash)
      try writer.commit([.event(event(writer.head + 1))], durability: .full)
      try writer.close()
      #expect(try JournalReader(directory: killed.directory.path).verify().head == found.head + 1)
    }
    #expect(progress.withLock { $0.failure } == nil)
  }
}
