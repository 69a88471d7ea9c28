import ACP
import Home
import JSON
import Journal

/// The stored conversation as text, for an agent that could not load it.
enum Primer {
  /// What people and the agent said last before an event, at most `limit` bytes of it; nil when nothing was said. What is
  /// too long alone is cut at its front. Blocks; on the thread of the session.
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
      size += passage.text.utf8.count
      guard size <= limit else {
        if kept.isEmpty { kept = [passage.cut(to: limit).text] }
        break
      }
      kept.insert(passage.text, at: 0)
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

  /// What somebody said without being interrupted.
  private struct Passage {
    var speaker: String
    var said: String

    var text: String { "\(speaker): \(said)" }

    /// Only the end of it, so that the text has at most `limit` bytes.
    func cut(to limit: Int) -> Passage {
      let cut = Passage(speaker: speaker, said: "…")
      var room = max(0, limit - cut.text.utf8.count)
      var start = said.endIndex
      while start > said.startIndex {
        let before = said.unicodeScalars.index(before: start)
        room -= said.utf8.distance(from: before, to: start)
        guard room >= 0 else { break }
        start = before
      }
      return Passage(speaker: speaker, said: cut.said + said[start...])
    }
  }

  private static func passages(_ rows: [EventRow]) -> [Passage] {
    var passages: [Passage] = []
    for row in rows {
      let speaker = row.type == .userMessage ? "User" : "Agent"
      guard let said = said(row), !said.isEmpty else { continue }
      if speaker == "Agent", passages.last?.speaker == speaker {
        passages[passages.count - 1].said += said
      } else {
        passages.append(Passage(speaker: speaker, said: said))
      }
    }
    return passages
  }

  private static func said(_ row: EventRow) -> String? {
    if let update = try? SessionUpdate(object: row.content), !update.kind.rawValue.isEmpty { return update.text }
    return (try? JSONParser.parse(row.content, duplicateKeys: .lastWins))?["text"]?.string
  }
}
