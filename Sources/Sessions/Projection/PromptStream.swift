public import Home
import JSON
public import Journal

/// The frames of the AI SDK's UI message stream that answer a prompt (sessions §11.2); each is the `data` of one SSE
/// frame.
///
/// Text and reasoning come in blocks that are opened and closed as the kind of event changes. Fed with the same events
/// it always makes the same frames, so a stream that is joined again from the turn's first event is the same stream.
public struct PromptStream: Sendable {
  enum Block: String, Sendable {
    case text, reasoning
  }

  /// The most text in one delta, in bytes.
  static let deltaLimit = 64 << 10

  private let turn: TurnID
  private var open: Block?
  private var opened: [Block: Int] = [:]
  private var toolNames: [String: String] = [:]
  private var toolsWithInput: Set<String> = []
  private var hasFinished = false
  private var frames: [[UInt8]] = []

  /// A stream for a turn.
  public init(turn: TurnID) {
    self.turn = turn
  }

  /// What is sent at once, before any event.
  public mutating func start() -> [[UInt8]] {
    let id = turn.text
    frame("start") { $0.field("messageId", id) }
    return take()
  }

  /// What an event of the turn adds; nothing for the prompt itself.
  public mutating func add(_ row: EventRow, in session: SessionSnapshot) -> [[UInt8]] {
    guard EventProjection.isPartOfAnswer(row) else { return [] }
    let fields = EventFields(row)
    switch row.type {
    case .agentMessage: delta(.text, fields.text("text") ?? "")
    case .thought: delta(.reasoning, fields.text("text") ?? "")
    default:
      close()
      addOther(row, fields, session)
    }
    return take()
  }

  /// What is sent last. A stream that saw no end of the turn is closed as if it had stopped.
  public mutating func end() -> [[UInt8]] {
    finish("stop")
    frames.append(Array("[DONE]".utf8))
    return take()
  }

  private mutating func addOther(_ row: EventRow, _ fields: EventFields, _ session: SessionSnapshot) {
    let event = EventProjection.agentEvent(row, fields, in: session, withFailure: false)
    switch row.type {
    case .toolCall:
      addToolInput(fields, isEnded: false)
      frame("data-agh-event") { $0.field("data", raw: event) }
    case .toolResult:
      addToolInput(fields, isEnded: true)
      let id = toolID(fields)
      frame("tool-output-available") { writer in
        writer.field("toolCallId", id)
        writer.field("output", raw: event)
      }
    case .permission:
      frame("data-agh-permission") { writer in
        writer.field("id", fields.text("request_id") ?? "")
        writer.field("data", raw: event)
      }
    case .error:
      frame("error") { $0.field("errorText", fields.text("error") ?? "") }
      finish("stop")
    case .done: finish(Self.finishReason(fields.text("stop_reason") ?? ""))
    default: frame("data-agh-event") { $0.field("data", raw: event) }
    }
  }

  private mutating func addToolInput(_ fields: EventFields, isEnded: Bool) {
    let id = toolID(fields)
    let isNew = toolNames[id] == nil
    let name = toolNames[id] ?? fields.text("tool_name") ?? "tool"
    toolNames[id] = name
    if isNew {
      frame("tool-input-start") { writer in
        writer.field("toolCallId", id)
        writer.field("toolName", name)
      }
    }
    var input = fields["tool_input"].flatMap { $0.elementsEqual("{}".utf8) ? nil : $0 }
    if input == nil, isEnded, !toolsWithInput.contains(id) { input = Array("{}".utf8) }
    guard let input else { return }
    toolsWithInput.insert(id)
    frame("tool-input-available") { writer in
      writer.field("toolCallId", id)
      writer.field("toolName", name)
      writer.field("input", raw: input)
    }
  }

  /// A call without an id has the turn's; the contract knows no other.
  private func toolID(_ fields: EventFields) -> String { fields.text("tool_call_id") ?? "\(turn)-tool" }

  private static func finishReason(_ stopReason: String) -> String {
    switch stopReason {
    case "end_turn", "": "stop"
    case "max_tokens": "length"
    default: "other"
    }
  }

  // MARK: - Blocks

  private mutating func delta(_ block: Block, _ text: String) {
    if open != block {
      close()
      open = block
      opened[block, default: 0] += 1
      let id = id(of: block)
      frame("\(block)-start") { $0.field("id", id) }
    }
    let id = id(of: block)
    for piece in Self.pieces(of: text) {
      frame("\(block)-delta") { writer in
        writer.field("id", id)
        writer.field("delta", piece)
      }
    }
  }

  private mutating func close() {
    guard let block = open else { return }
    open = nil
    let id = id(of: block)
    frame("\(block)-end") { $0.field("id", id) }
  }

  private mutating func finish(_ reason: String) {
    close()
    guard !hasFinished else { return }
    hasFinished = true
    frame("finish") { $0.field("finishReason", reason) }
  }

  private func id(of block: Block) -> String { "\(turn)-\(block)-\(opened[block] ?? 0)" }

  /// The text cut between characters, so that no frame is too long for a reader.
  private static func pieces(of text: String) -> [String] {
    guard text.utf8.count > deltaLimit else { return [text] }
    var pieces: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      let limit = rest.utf8.index(rest.startIndex, offsetBy: deltaLimit, limitedBy: rest.endIndex) ?? rest.endIndex
      let cut = String.Index(limit, within: text.unicodeScalars) ?? text.unicodeScalars.index(after: limit)
      pieces.append(String(rest[..<cut]))
      rest = rest[cut...]
    }
    return pieces
  }

  // MARK: - Frames

  private mutating func frame(_ type: String, _ body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    writer.object { writer in
      writer.field("type", type)
      body(&writer)
    }
    frames.append(writer.bytes)
  }

  private mutating func take() -> [[UInt8]] {
    defer { frames = [] }
    return frames
  }
}
