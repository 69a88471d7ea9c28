import HTTP
import JSON

/// The two languages in which the daemon tells a turn as it happens (contract: sessions §11.2).
enum TurnDialect {
  /// One frame for each event, as the agent sent it.
  case events
  /// The frames of web chat libraries.
  case chat

  /// The value of the `format` query parameter.
  var format: String? {
    switch self {
    case .events: "raw"
    case .chat: nil
    }
  }

  /// The value of a frame; nil for one that holds none, such as the closing mark.
  func value(_ frame: SSEEvent) -> JSONValue? {
    try? JSONParser.parse(frame.data, duplicateKeys: .lastWins)
  }

  /// The id of the turn, where the frame names it.
  func turn(_ value: JSONValue) -> String? {
    switch self {
    case .events: value["turn_id"]?.string
    case .chat: value["type"]?.string == "start" ? value["messageId"]?.string : nil
    }
  }

  /// What the frame says about the end of the turn.
  func outcome(_ value: JSONValue) -> TurnOutcome? {
    let type = value["type"]?.string
    switch self {
    case .events:
      if type == "done" { return .done(stopReason: value.text("stop_reason")) }
      if type == "error" { return .failed(value.text("error")) }
    case .chat:
      if type == "finish" { return .done(stopReason: value.text("finishReason")) }
      if type == "error" { return .failed(value.text("errorText")) }
    }
    return nil
  }
}

/// How a turn ended.
enum TurnOutcome: Equatable {
  /// The agent said that it is done, and why it stopped.
  case done(stopReason: String)
  /// It was cut short.
  case failed(String)
}
