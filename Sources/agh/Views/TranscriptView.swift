import CommandModel
import JSON

/// How a transcript is shown.
enum TranscriptView {
  /// A page of messages.
  static func page(_ messages: [JSONValue]) -> Document {
    let rows = messages.map { [$0.text("role"), $0.text("id"), text($0)] }
    return Document(
      .array(messages),
      human: [.table("Session Transcript", columns: ["Role", "Message", "Content"], rows: rows)],
      toon: [.list("transcript", fields: ["role", "id", "content"], rows: rows)])
  }

  /// What a message says: its words, and a word for each tool that was used.
  private static func text(_ message: JSONValue) -> String {
    (message["parts"]?.array ?? []).compactMap(part).joined(separator: " ")
  }

  private static func part(_ part: JSONValue) -> String? {
    switch part["type"]?.string {
    case "text", "reasoning": part.text("text")
    case "data-agh-permission": "[asked: \((part["data"] ?? .null).text("title"))]"
    case "data-agh-event": event(part["data"] ?? .null)
    default: "[\(part.text("title")): \(part.text("state"))]"
    }
  }

  /// Of the other events those that end something.
  private static func event(_ event: JSONValue) -> String? {
    switch event["type"]?.string {
    case "error": "[\(event.text("error"))]"
    case "session_stopped": "[stopped: \(event.text("stop_reason"))]"
    default: nil
    }
  }
}
