import Glibc
import JSON
import Journal
import Platform
import Testing

/// The journal of a session as it lies on disk, read by the project's own reader and by the `sqlite3` shell.
struct StoredJournal {
  let directory: String

  init(_ session: SessionHandle) { directory = session.directory }

  /// Every event.
  func events() throws -> [EventRow] {
    let reader = try JournalReader(directory: directory)
    defer { reader.close() }
    return try reader.events(EventQuery())
  }

  /// What is not right with the journal, in words; nothing when it is sound: numbers from 1 without a gap, hash chain,
  /// structure, times that never decrease.
  func problems() throws -> [String] {
    var found: [String] = []
    let events = try events()
    for (index, event) in events.enumerated() where event.sequence != Int64(index) + 1 {
      found.append("event \(index + 1) has the number \(event.sequence)")
      break
    }
    for (former, event) in zip(events, events.dropFirst()) where event.time < former.time {
      found.append("event \(event.sequence) is older than the one before it")
    }
    let reader = try JournalReader(directory: directory)
    defer { reader.close() }
    if let problem = try reader.verify().problem { found.append("\(problem)") }
    return found
  }

  /// The update objects of the agent, byte by byte, in order.
  func updates() throws -> [[UInt8]] {
    try events().compactMap(\.update)
  }

  /// How many updates were counted and not stored: what the agent repeated, and what was for another conversation.
  func droppedUpdates() throws -> (replayed: Int, foreign: Int) {
    let record = try query("SELECT value FROM records WHERE name = 'noise'").joined()
    let noise = try record.isEmpty ? JSONValue.null : JSONParser.parse(Array(record.utf8))
    return (noise["replayedUpdates"]?.int ?? 0, noise["foreignUpdates"]?.int ?? 0)
  }

  /// Runs a query of an operator.
  func query(_ sql: String) throws -> [String] {
    try SQLiteShell.query(directory + "/events.db", sql)
  }
}

extension EventRow {
  /// The update object of the agent that is stored here, byte by byte; nil for an event of the daemon's own.
  var update: [UInt8]? {
    (try? JSONParser.parse(content, duplicateKeys: .lastWins))?["sessionUpdate"] == nil ? nil : content
  }
}

/// The `sqlite3` shell of the distribution.
enum SQLiteShell {
  /// The rows of a query, columns separated by `|`.
  static func query(_ database: String, _ sql: String, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> [String]
  {
    let directory = try Files.temporaryDirectory()
    defer { try? Directory.removeTree(directory) }
    let output = try FileDescriptor.open("\(directory)/out", O_WRONLY | O_CREAT)
    let process = try ChildProcess(
      ["/usr/bin/sqlite3", "-readonly", "-batch", "-cmd", ".timeout 10000", database, sql], environment: [:],
      output: output.rawValue)
    let ending = try process.wait()
    let text = try Files.text("\(directory)/out")
    try #require(ending == .status(0), "\(sql): \(text)", sourceLocation: sourceLocation)
    return text.split(separator: "\n").map(String.init)
  }
}
