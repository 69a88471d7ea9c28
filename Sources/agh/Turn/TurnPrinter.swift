import JSON

/// Shows a turn while it happens.
protocol TurnPrinter: AnyObject {
  /// The language that the printer understands.
  var dialect: TurnDialect { get }
  /// Shows what a frame holds.
  func show(_ value: JSONValue) throws
  /// Makes room for something else on the terminal.
  func pause() throws
  /// Completes the output after the last frame.
  func finish() throws
}

extension TurnPrinter {
  func pause() throws {}
}

/// Prints one JSON array, element by element.
final class ArrayTurnPrinter: TurnPrinter {
  let dialect = TurnDialect.events
  private let console: Console
  private var isOpen = false

  init(console: Console) {
    self.console = console
  }

  func show(_ value: JSONValue) throws {
    try console.print((isOpen ? ",\n" : "[\n") + Self.indented(value))
    isOpen = true
  }

  func finish() throws {
    try console.print(isOpen ? "\n]\n" : "[]\n")
  }

  private static func indented(_ value: JSONValue) -> String {
    let text = String(decoding: value.serialize(pretty: true), as: UTF8.self)
    return text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }
}

/// Prints the frames of web chat libraries, one a line.
final class LineTurnPrinter: TurnPrinter {
  let dialect = TurnDialect.chat
  private let console: Console

  init(console: Console) {
    self.console = console
  }

  func show(_ value: JSONValue) throws {
    try console.print(value.text + "\n")
  }

  func finish() throws {}
}

/// Collects the events and prints them at the end: toon counts the rows before the first.
final class ToonTurnPrinter: TurnPrinter {
  let dialect = TurnDialect.events
  private let console: Console
  private var rows: [[String]] = []

  init(console: Console) {
    self.console = console
  }

  func show(_ value: JSONValue) {
    rows.append([
      value.moment("timestamp"), value.text("type"), Self.detail(value), value.text("stop_reason"),
    ])
  }

  func finish() throws {
    let fields = ["timestamp", "type", "detail", "stop_reason"]
    try console.print(ToonBlock.list("prompt_events", fields: fields, rows: rows).text)
  }

  /// The first thing an event has to say.
  private static func detail(_ value: JSONValue) -> String {
    for key in ["text", "title", "error"] {
      let text = value.text(key)
      if !text.isEmpty { return text }
    }
    return value["raw"]?.text ?? ""
  }
}
