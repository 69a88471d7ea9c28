import ACP
import JSON
import Journal
import Platform

/// The fields of a stored event under the contract's names (sessions §6.2), each as JSON text; what can be derived is
/// derived here, whenever an event is shown.
struct EventFields {
  private(set) var members: [(key: String, json: [UInt8])] = []
  /// Whether the stored content is a JSON object, as it should be; otherwise there are no fields.
  private(set) var isReadable = true

  /// Reads what a row stores: an update object of the agent, or the daemon's own fields.
  init(_ row: EventRow) {
    if let update = EventFields.update(of: row) {
      add(update, row)
    } else if let own = try? JSONText.members(row.content, in: 0..<row.content.count) {
      for (key, value) in own { self[key] = Array(row.content[value]) }
      if let usage = value("usage") { self["usage"] = UsageProjection.json(usage, row).serialize() }
    } else {
      isReadable = false
    }
  }

  /// The update object of a row; nil when the daemon made the event itself, which never names a kind of update.
  static func update(of row: EventRow) -> SessionUpdate? {
    guard let update = try? SessionUpdate(object: row.content) else { return nil }
    return row.type == .system || !update.kind.rawValue.isEmpty ? update : nil
  }

  /// The JSON text of a field. Setting nil leaves the field as it is.
  subscript(key: String) -> [UInt8]? {
    get { members.first { $0.key == key }?.json }
    set {
      guard let newValue else { return }
      if let index = members.firstIndex(where: { $0.key == key }) {
        members[index].json = newValue
      } else {
        members.append((key, newValue))
      }
    }
  }

  /// A field as a value.
  func value(_ key: String) -> JSONValue? {
    self[key].flatMap { try? JSONParser.parse($0, duplicateKeys: .lastWins) }
  }

  /// The text of a field that is a string.
  func text(_ key: String) -> String? { value(key)?.string }

  private mutating func add(_ update: SessionUpdate, _ row: EventRow) {
    switch row.type {
    case .toolCall, .toolResult: addToolCall(update, row)
    case .usage: self["usage"] = UsageProjection.json(UsageReading.ofUpdate(update.json).json, row).serialize()
    case .system:
      self["text"] = update.textJSON
      if self["text"] == nil, update.kind == .notice { addString("text", update.title, evenEmpty: true) }
      addString("title", update.kind.rawValue)
      addString("tool_name", update.kind == .notice ? nil : update.title ?? update.kind.rawValue)
    default: self["text"] = update.textJSON
    }
    self["raw"] = OneLine.text(update.object)
  }

  private mutating func addToolCall(_ update: SessionUpdate, _ row: EventRow) {
    addString("title", update.title)
    addString("tool_name", ToolNaming.name(of: update))
    addString("tool_call_id", update.toolCallID)
    if let input = update.rawInput, !input.elementsEqual("null".utf8) { self["tool_input"] = OneLine.text(input) }
    guard row.type == .toolResult else { return }
    let result = ToolResultProjection(update)
    self["tool_result"] = result.json.serialize()
    if result.isError { self["tool_error"] = Array("true".utf8) }
  }

  private mutating func addString(_ key: String, _ text: String?, evenEmpty: Bool = false) {
    if let text, evenEmpty || !text.isEmpty { self[key] = JSONValue.string(text).serialize() }
  }
}

/// JSON text that goes into a line or an event stream, where line ends would break the frame.
enum OneLine {
  /// The same text, with line ends between its parts replaced by spaces; inside strings JSON allows none.
  static func text(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 == 0x0D || $0 == 0x0A }) else { return json }
    return json.map { $0 == 0x0D || $0 == 0x0A ? 0x20 : $0 }
  }
}
