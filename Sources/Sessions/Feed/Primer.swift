import ACP
import Home
import JSON
import Journal

/// The stored conversation as text, for an agent that could not load it.
enum Primer {
  /// The last `limit` bytes of what people and the agent said before an event; nil when nothing was said.
  /// Blocks; on the thread of the session.
  static func text(directory: String, before sequence: Int64? = nil, limit: Int) throws -> String? {
    let reader = try StoredJournal.reader(directory: directory, isWriters: true)
    defer { reader.close() }
    var query = EventQuery()
    query.types = [.userMessage, .agentMessage]
    // Enough rows for the budget however small the chunks are, and never the whole of a long session.
    query.limit = 20_000
    query.before = sequence
    let passages = passages(try reader.events(query))
    guard !passages.isEmpty else { return nil }
    var kept: [String] = []
    var size = 0
    for passage in passages.reversed() {
      size += passage.utf8.count
      guard size <= limit || kept.isEmpty else { break }
      kept.insert(passage, at: 0)
    }
    return """
      This conversation goes on from an earlier one that you do not remember. What was said so far:

      \(kept.joined(separator: "\n\n"))

      What follows is the user's next message.
      """
  }

  /// What a person said in an event. Blocks; on the thread of the session.
  static func prompt(directory: String, sequence: Int64) throws -> String {
    let reader = try StoredJournal.reader(directory: directory, isWriters: true)
    defer { reader.close() }
    return try reader.event(sequence).flatMap(said) ?? ""
  }

  private static func passages(_ rows: [EventRow]) -> [String] {
    var passages: [(speaker: String, text: String)] = []
    for row in rows {
      let speaker = row.type == .userMessage ? "User" : "Agent"
      guard let said = said(row), !said.isEmpty else { continue }
      if speaker == "Agent", passages.last?.speaker == speaker {
        passages[passages.count - 1].text += said
      } else {
        passages.append((speaker, said))
      }
    }
    return passages.map { "\($0.speaker): \($0.text)" }
  }

  private static func said(_ row: EventRow) -> String? {
    if let update = try? SessionUpdate(object: row.content), !update.kind.rawValue.isEmpty { return update.text }
    return (try? JSONParser.parse(row.content, duplicateKeys: .lastWins))?["text"]?.string
  }
}
