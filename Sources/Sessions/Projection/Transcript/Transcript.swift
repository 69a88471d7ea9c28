import ACP
import Home
import JSON
import Journal

/// The messages of a stretch of events (contract: sessions §12.1). Pure: the same events make the same messages.
public struct Transcript: Sendable {
  private let session: SessionSnapshot
  private var messages: [TranscriptMessage] = []
  /// The message of a turn that takes more parts.
  private var open: TranscriptMessage?
  private var openTurn: String?
  /// The last part of that message, as long as it is text that may go on.
  private var openText: TranscriptPart.Text?
  /// How often each turn has begun a message.
  private var begun: [String: Int] = [:]
  private var blocks: [PromptStream.Block: Int] = [:]
  /// What is known of tool calls, also from earlier messages.
  private var tools: [String: TranscriptPart.Tool] = [:]

  /// An empty transcript of a session.
  public init(_ session: SessionSnapshot) {
    self.session = session
  }

  /// The messages of a page.
  ///
  /// - Parameters:
  ///   - before: the event before the page, where there is one: it tells whether the first message began earlier.
  ///   - reachesHead: whether nothing comes after the page, so that a running turn's last words may go on.
  public static func messages(
    of page: [EventView], after before: EventView?, in session: SessionSnapshot, reachesHead: Bool
  ) -> [TranscriptMessage] {
    var transcript = Transcript(session)
    for event in page { transcript.add(event) }
    var messages = transcript.end(reachesHead: reachesHead)
    if let before, let first = page.first, belongTogether(before.row, first.row), !messages.isEmpty {
      messages[0].isContinued = true
    }
    return messages
  }

  private static func belongTogether(_ left: EventRow, _ right: EventRow) -> Bool {
    left.turn != nil && left.turn == right.turn && isPartOfTurn(left) && isPartOfTurn(right)
  }

  private static func isPartOfTurn(_ row: EventRow) -> Bool {
    ![.userMessage, .marker, .error, .done].contains(row.type)
  }

  /// Takes the next event.
  mutating func add(_ event: EventView) {
    let row = event.row
    switch row.type {
    case .agentMessage: say(.text, event)
    case .thought: say(.reasoning, event)
    case .userMessage: whole(event, .user, .text(said(event)))
    case .marker: whole(event, .system, .text(said(event)))
    case .done: close()
    case .error:
      let fields = EventFields(row)
      whole(event, .assistant, .event(EventProjection.agentEvent(row, fields, in: session, withFailure: true)))
    default: addOther(event)
    }
  }

  /// The messages; the last words of the running turn are left open.
  mutating func end(reachesHead: Bool) -> [TranscriptMessage] {
    let runs = reachesHead && session.turn.map { $0.id.text == openTurn } ?? false
    close(keepingTextOpen: runs)
    return messages
  }

  // MARK: - Messages

  /// A message of one event.
  private mutating func whole(_ event: EventView, _ role: TranscriptMessage.Role, _ part: TranscriptPart) {
    close()
    var message = TranscriptMessage(id: event.id, role: role, firstSequence: event.row.sequence)
    message.parts = [part]
    messages.append(message)
  }

  /// The message of the event's turn, begun when it is not open.
  private mutating func openMessage(of event: EventView) {
    let turn = event.row.turn?.text ?? event.id
    if open != nil, openTurn == turn { return }
    close()
    begun[turn, default: 0] += 1
    let count = begun[turn] ?? 1
    openTurn = turn
    blocks = [:]
    open = TranscriptMessage(
      id: count == 1 ? turn : "\(turn)-\(count)", role: .assistant, firstSequence: event.row.sequence)
  }

  private mutating func close(keepingTextOpen: Bool = false) {
    closeText(isDone: !keepingTextOpen)
    if let message = open { messages.append(message) }
    open = nil
    openTurn = nil
  }

  private mutating func closeText(isDone: Bool = true) {
    guard var part = openText else { return }
    openText = nil
    part.isDone = isDone
    open?.parts.append(.text(part))
  }

  // MARK: - Parts

  private func said(_ event: EventView) -> TranscriptPart.Text {
    TranscriptPart.Text(kind: .text, id: nil, text: Self.text(of: event.row), isDone: true)
  }

  private static func text(of row: EventRow) -> String {
    if let update = EventFields.update(of: row) { return update.text ?? "" }
    return EventFields(row).text("text") ?? ""
  }

  private mutating func say(_ kind: PromptStream.Block, _ event: EventView) {
    let text = Self.text(of: event.row)
    openMessage(of: event)
    if openText?.kind == kind {
      openText?.text += text
    } else if text.contains(where: { !$0.isWhitespace }) {
      closeText()
      blocks[kind, default: 0] += 1
      let id = "\(open?.id ?? "")-\(kind.rawValue)-\(blocks[kind] ?? 1)"
      openText = TranscriptPart.Text(kind: kind, id: id, text: text)
    }
  }

  private mutating func addOther(_ event: EventView) {
    let row = event.row
    let fields = EventFields(row)
    let data = EventProjection.agentEvent(row, fields, in: session, withFailure: false)
    openMessage(of: event)
    closeText()
    switch row.type {
    case .toolCall:
      put(tool(event, fields))
      open?.parts.append(.event(data))
    case .toolResult:
      var tool = tool(event, fields)
      tool.output = data
      if fields["tool_error"] != nil { tool.errorText = Self.errorText(fields) }
      put(tool)
    case .permission:
      let id = fields.text("request_id") ?? event.id
      put(.permission(id: id, data: data)) { if case .permission(id, _) = $0 { true } else { false } }
    default: open?.parts.append(.event(data))
    }
  }

  /// What is known of the call that an event is about; one without an id is a call of its own.
  private mutating func tool(_ event: EventView, _ fields: EventFields) -> TranscriptPart.Tool {
    let id = fields.text("tool_call_id") ?? "\(event.row.turn?.text ?? ""):\(event.id)"
    var tool = tools[id] ?? TranscriptPart.Tool(id: id)
    tool.name = fields.text("tool_name") ?? tool.name
    tool.title = tool.title ?? fields.text("title")
    if let input = fields["tool_input"], !input.elementsEqual("{}".utf8) { tool.input = input }
    tools[id] = tool
    return tool
  }

  private mutating func put(_ tool: TranscriptPart.Tool) {
    put(.tool(tool)) { if case .tool(let known) = $0 { known.id == tool.id } else { false } }
  }

  /// Puts a part in the place of the earlier one about the same thing, else at the end.
  private mutating func put(_ part: TranscriptPart, inPlaceOf isSame: (TranscriptPart) -> Bool) {
    if let index = open?.parts.lastIndex(where: isSame) {
      open?.parts[index] = part
    } else {
      open?.parts.append(part)
    }
  }

  private static func errorText(_ fields: EventFields) -> String {
    let result = fields.value("tool_result")
    // An update that names no tool has its output as it came.
    let output = result?["raw_output"]
    let texts = [
      result?["stderr"]?.string, result?["error"]?.string, output?["stderr"]?.string, fields.text("error"),
    ]
    return texts.lazy.compactMap(\.self).first { !$0.isEmpty } ?? "the tool failed"
  }
}
