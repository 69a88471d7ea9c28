import Home
import Journal
import Sessions

/// How a list of events is put into JSON, piece by piece.
protocol EventListForm: Sendable {
  /// What stands before the first event.
  mutating func begin() -> [UInt8]
  /// An event with what stands between it and the one before.
  mutating func add(_ event: EventView, _ json: [UInt8]) -> [UInt8]
  /// What stands behind the last event.
  mutating func end() -> [UInt8]
}

/// `{"events": […]}`
struct EventArray: EventListForm {
  private var isEmpty = true

  mutating func begin() -> [UInt8] { Array(#"{"events":["#.utf8) }

  mutating func add(_ event: EventView, _ json: [UInt8]) -> [UInt8] {
    defer { isEmpty = false }
    return isEmpty ? json : [UInt8(ascii: ",")] + json
  }

  mutating func end() -> [UInt8] { Array("]}".utf8) }
}

/// `{"history": [{"turn_id", "events": […]}]}` (contract: sessions §12.2): a new element whenever the turn changes, so
/// that no more than one event is held. A turn that a late update belongs to may have a second element.
struct EventsByTurn: EventListForm {
  private var turn: String?

  mutating func begin() -> [UInt8] { Array(#"{"history":["#.utf8) }

  mutating func add(_ event: EventView, _ json: [UInt8]) -> [UInt8] {
    let id = event.row.turn?.text ?? ""
    if turn == id { return [UInt8(ascii: ",")] + json }
    defer { turn = id }
    return Array((turn == nil ? "" : "]},").utf8) + Array(#"{"turn_id":"\#(id)","events":["#.utf8) + json
  }

  mutating func end() -> [UInt8] { Array((turn == nil ? "]}" : "]}]}").utf8) }
}
