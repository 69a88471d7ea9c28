import Home
import Journal

/// A session's directory and the ways to open its journal.
struct JournalFixture: Sendable {
  let directory: TemporaryDirectory
  let clock: TestClock
  let random: TestRandom
  private let seed: UInt64

  init(clock: TestClock = TestClock(), seed: UInt64 = 1) throws {
    directory = try TemporaryDirectory()
    self.clock = clock
    self.seed = seed
    random = TestRandom(seed: seed)
  }

  var path: String { "\(directory.path)/events.db" }

  func create(bootID: String = "boot-1", vfs: String? = nil) throws -> JournalWriter {
    try JournalWriter.create(directory: directory.path, clock: clock, bootID: bootID, random: random, vfs: vfs)
  }

  func open(bootID: String = "boot-1", vfs: String? = nil) throws -> JournalWriter {
    try JournalWriter.open(directory: directory.path, clock: clock, bootID: bootID, random: random, vfs: vfs)
  }

  /// The files as a SIGKILL of the writer at this moment would leave them.
  func afterKill() throws -> JournalFixture {
    let copy = try JournalFixture(clock: clock, seed: seed + 1)
    // Another process does the copying: closing a descriptor of the live file here would drop the locks.
    try run("cp '\(path)'* '\(copy.directory.path)/'")
    try run("rm -f '\(copy.path)-shm'")
    return copy
  }

  /// What the sqlite3 shell answers.
  func shell(_ query: String) throws -> String {
    try run("sqlite3 '\(path)' \"\(query)\"")
  }
}

func turnID(_ number: Int) -> TurnID {
  TurnID(bytes: (0..<8).map { UInt8(truncatingIfNeeded: number >> ((7 - $0) * 8)) })
}

func event(
  _ sequence: Int64, turn: Int? = 1, type: EventType = .agentMessage, agent: String = "general", time: Int64? = nil,
  content: String = "{}"
) -> EventRow {
  EventRow(
    sequence: sequence, turn: turn.map(turnID), type: type, agent: agent,
    time: time ?? 1_770_000_000_000_000_000 + sequence, content: [UInt8](content.utf8))
}
