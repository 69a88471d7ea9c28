import JSON

/// How stored events are shown (contract: sessions §21).
enum EventView {
  private static let fields = ["sequence", "type", "agent_name", "turn_id", "timestamp", "content"]

  /// A list of events.
  static func list(_ events: [JSONValue]) -> Document {
    let rows = events.map(cells)
    return Document(
      .array(events),
      human: [
        .table("Session Events", columns: ["Seq", "Type", "Agent", "Turn", "Timestamp", "Content"], rows: rows)
      ],
      toon: [.list("events", fields: fields, rows: rows)])
  }

  /// Turns with their events: whole as `json`, event by event everywhere else.
  static func history(_ turns: [JSONValue]) -> Document {
    let events = turns.flatMap { $0["events"]?.array ?? [] }
    let rows = events.map { event in
      [
        event.text("turn_id"), event.text("sequence"), event.text("type"), event.text("agent_name"),
        event.moment("timestamp"), content(event),
      ]
    }
    let columns = ["Turn", "Seq", "Type", "Agent", "Timestamp", "Content"]
    let fields = ["turn_id", "sequence", "type", "agent_name", "timestamp", "content"]
    var document = Document(
      .array(turns), human: [.table("Session History", columns: columns, rows: rows)],
      toon: [.list("history", fields: fields, rows: rows)])
    document.lines = events
    return document
  }

  /// One event of a list that has no end, as it comes.
  static func line(_ event: JSONValue, _ format: OutputFormat) -> String {
    switch format {
    case .human:
      return HumanBlock.line([
        event.moment("timestamp"), event.text("type"), event.text("agent_name"), content(event),
      ])
    case .json, .jsonl: return event.text + "\n"
    case .toon: return ToonBlock.object("event", fields: fields, values: cells(event)).text
    }
  }

  private static func cells(_ event: JSONValue) -> [String] {
    [
      event.text("sequence"), event.text("type"), event.text("agent_name"), event.text("turn_id"),
      event.moment("timestamp"), content(event),
    ]
  }

  private static func content(_ event: JSONValue) -> String {
    event["content"]?.text ?? ""
  }
}
