import CommandModel
import JSON

/// Shows a turn to a person: the agent's words as they come, and a line for everything else that happens.
final class HumanTurnPrinter: TurnPrinter {
  let dialect = TurnDialect.events
  private let console: Console
  private let style: TextStyle
  private var flow = Flow.none
  private var titles: [String: String] = [:]

  /// What the last output was, so that words and lines do not run into each other.
  private enum Flow {
    case none
    case words(isThought: Bool, endsLine: Bool)
  }

  init(console: Console, style: TextStyle) {
    self.console = console
    self.style = style
  }

  func show(_ value: JSONValue) throws {
    if let reference = value["content_ref"] {
      let size = "\(value.text("type")) of \(reference.text("bytes")) bytes"
      return try line("note", "\(size), too large for a stream; whole at \(reference.text("href"))")
    }
    switch value.text("type") {
    case "agent_message": try words(value.text("text"), isThought: false)
    case "thought": try words(value.text("text"), isThought: true)
    case "tool_call": try toolCall(value)
    case "tool_result": try toolResult(value)
    case "plan": try plan(value)
    case "permission": try permission(value)
    case "runtime_warning": try line("warning", value.text("text"))
    case "transcript_marker.created": try line("note", value.text("text"))
    case "done":
      let reason = value.text("stop_reason")
      if !["", "end_turn"].contains(reason) { try line("stopped", reason) }
    default: break
    }
  }

  func pause() throws {
    try endLine()
  }

  func finish() throws {
    try endLine()
  }

  private func endLine() throws {
    if case .words(_, endsLine: false) = flow { try console.print("\n") }
    flow = .none
  }

  // MARK: - Words

  private func words(_ text: String, isThought: Bool) throws {
    guard !text.isEmpty else { return }
    var output = ""
    if case .words(isThought, _) = flow {
    } else {
      try endLine()
      if isThought { output = style.faint("[thought] ") }
    }
    let shown = console.isTerminal ? Printable.escaped(text, keepingLines: true) : text
    output += isThought ? style.faint(shown) : shown
    flow = .words(isThought: isThought, endsLine: text.hasSuffix("\n"))
    try console.print(output)
  }

  // MARK: - Lines

  private func line(_ tag: String, _ text: String) throws {
    try endLine()
    try console.print(style.strong("[\(tag)]") + (text.isEmpty ? "" : " " + Printable.escaped(text)) + "\n")
  }

  private func toolCall(_ value: JSONValue) throws {
    let id = value.text("tool_call_id")
    let title = value.text("title")
    guard !title.isEmpty, titles[id] != title else { return }
    titles[id] = title
    try line("tool", title)
  }

  private func toolResult(_ value: JSONValue) throws {
    let result = value["tool_result"] ?? .null
    let title = titles[value.text("tool_call_id")] ?? value.text("title")
    let failed = value["tool_error"]?.bool == true || (value["raw"] ?? .null).text("status") == "failed"
    try line("tool", "\(title.isEmpty ? "result" : title): \(failed ? "failed" : "completed")")
    let output = ["stdout", "content", "stderr", "error"].map(result.text).first { !$0.isEmpty }
    if let output { try excerpt(output) }
  }

  /// The first lines of an output, marked at their start.
  private func excerpt(_ text: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.last == "" ? lines.dropLast() : lines[...]
    for line in shown.prefix(Self.excerptLines) {
      try console.print(style.faint("  | " + Printable.escaped(String(line.prefix(console.width - 4)))) + "\n")
    }
    if shown.count > Self.excerptLines {
      try console.print(style.faint("  | … \(shown.count - Self.excerptLines) more lines") + "\n")
    }
  }

  private func plan(_ value: JSONValue) throws {
    try line("plan", "")
    for entry in (value["raw"]?["entries"]?.array ?? []) {
      let mark = ["completed": "x", "in_progress": ">"][entry.text("status")] ?? " "
      try console.print("  [\(mark)] " + Printable.escaped(entry.text("content")) + "\n")
    }
  }

  private func permission(_ value: JSONValue) throws {
    let request = PermissionRequest(value)
    try line("permission", request.decision.map { "\(request.subject): \($0)" } ?? "\(request.subject)?")
  }

  private static let excerptLines = 8
}
