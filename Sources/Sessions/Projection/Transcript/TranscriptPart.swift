import JSON

/// One part of a message of a transcript (contract: sessions §12.1).
enum TranscriptPart {
  /// What was said or thought, chunks put together.
  case text(Text)
  /// A call of a tool with what became of it.
  case tool(Tool)
  /// A permission request, and later its decision in the same place.
  case permission(id: String, data: [UInt8])
  /// Any other event as it was streamed.
  case event([UInt8])

  struct Text {
    /// `text` or `reasoning`.
    var kind: PromptStream.Block
    /// nil in a message that is nothing but text.
    var id: String?
    var text: String
    var isDone = false
  }

  struct Tool {
    var id: String
    var name: String?
    var title: String?
    var input: [UInt8]?
    var output: [UInt8]?
    var errorText: String?

    fileprivate var state: String {
      if output == nil { return input == nil ? "input-streaming" : "input-available" }
      return errorText == nil ? "output-available" : "output-error"
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      switch self {
      case .text(let part):
        writer.field("type", part.kind.rawValue)
        writer.field("id", part.id)
        writer.field("text", part.text)
        writer.field("state", part.isDone ? "done" : "streaming")
      case .tool(let tool):
        writer.field("type", tool.name.map { "tool-\($0)" } ?? "dynamic-tool")
        writer.field("state", tool.state)
        writer.field("toolCallId", tool.id)
        writer.field("title", tool.title)
        writer.field("input", raw: tool.input ?? (tool.output == nil ? nil : Array("{}".utf8)))
        writer.field("output", raw: tool.output)
        writer.field("errorText", tool.errorText)
      case .permission(let id, let data):
        writer.field("type", "data-agh-permission")
        writer.field("id", id)
        writer.field("data", raw: data)
      case .event(let data):
        writer.field("type", "data-agh-event")
        writer.field("data", raw: data)
      }
    }
  }
}
