public import JSON

/// The update object of a `session/update`: its bytes, and what a client looks at first, decoded when asked for.
///
/// Every kind can be read, unknown ones too; no field but the kind itself must be there.
public struct SessionUpdate: Sendable {
  /// The update object byte for byte.
  public let object: [UInt8]
  /// Its kind; empty when it names none.
  public let kind: UpdateKind
  private let found: JSONScanResult<UpdateField>

  /// Reads an update object.
  /// - Throws: `JSONError` when the bytes are no JSON, or a field that is looked at stands twice.
  public init(object: [UInt8]) throws(JSONError) {
    found = try updateScan.scan(object)
    self.object = object
    kind = UpdateKind(rawValue: found[.kind].flatMap { JSONText.string(object, in: $0) } ?? "")
  }

  /// The text of its text block, or the address of its link; nil when it has neither.
  public var text: String? { textField.flatMap(string) }

  /// The same as JSON text.
  public var textJSON: [UInt8]? {
    textField.flatMap { found[$0] }.flatMap { JSONText.rewrittenString(object, in: $0) }
  }

  private var textField: UpdateField? {
    switch string(.contentType) {
    case "text": .contentText
    case "resource_link": .contentURI
    default: nil
    }
  }

  /// The tool call it is about.
  public var toolCallID: String? { string(.toolCallID) }

  /// How far the tool call is.
  public var status: ToolCallStatus? { string(.status).map(ToolCallStatus.init(rawValue:)) }

  /// The title of a tool call, a session or a notice.
  public var title: String? { string(.title) }

  /// The name of the tool, when the agent says it.
  public var toolName: String? { string(.name) }

  /// What the tool call does.
  public var toolKind: ToolKind? { string(.toolKind).map(ToolKind.init(rawValue:)) }

  /// The files that the tool call touches; nil when the update does not mention them.
  public var locations: [ToolCallLocation]? {
    value(.locations)?.array?.compactMap { try? ToolCallLocation(json: $0) }
  }

  /// The files of the diffs that the tool call shows; nil when the update does not mention its content.
  public var diffPaths: [String]? { ToolCallDiff.paths(of: value(.content)) }

  /// What the tool was given, as it came; nil when the update does not mention it.
  public var rawInput: [UInt8]? { bytes(.rawInput) }

  /// What the tool gave back, as it came; nil when the update does not mention it.
  public var rawOutput: [UInt8]? { bytes(.rawOutput) }

  /// The content of a message (an object) or of a tool call (an array), as it came.
  public var content: [UInt8]? { bytes(.content) }

  /// What stands under `_meta`, as it came.
  public var meta: [UInt8]? { bytes(.meta) }

  /// The options of a `config_option_update`, as they came.
  public var configOptions: [UInt8]? { bytes(.configOptions) }

  /// The mode of a `current_mode_update`.
  public var currentModeID: String? { string(.currentModeID) }

  /// The whole object as a value; of a key that stands twice the last counts.
  public var json: JSONValue { (try? JSONParser.parse(object, duplicateKeys: .lastWins)) ?? .null }

  private func bytes(_ field: UpdateField) -> [UInt8]? { found[field].map { Array(object[$0]) } }

  private func string(_ field: UpdateField) -> String? { found[field].flatMap { JSONText.string(object, in: $0) } }

  private func value(_ field: UpdateField) -> JSONValue? {
    found[field].flatMap { try? JSONParser.parse(object, in: $0, duplicateKeys: .lastWins) }
  }
}

extension RPCMessage {
  /// The update of a `session/update`; nil for other messages, and for one whose parameters hold no update object.
  ///
  /// - Throws: `JSONError` when a field that is looked at stands twice.
  public func sessionUpdate() throws(JSONError) -> SessionUpdate? {
    guard kind == .notification(method: ACPMethod.sessionUpdate.rawValue), let update,
      JSONText.isObject(line, in: update)
    else { return nil }
    return try SessionUpdate(object: bytes(update))
  }
}

private enum UpdateField: Int, JSONScanField {
  case kind, content, contentType, contentText, contentURI, toolCallID, status, title, name, toolKind, locations
  case rawInput, rawOutput, meta, configOptions, currentModeID

  var path: String {
    switch self {
    case .kind: "sessionUpdate"
    case .content: "content"
    case .contentType: "content.type"
    case .contentText: "content.text"
    case .contentURI: "content.uri"
    case .toolCallID: "toolCallId"
    case .status: "status"
    case .title: "title"
    case .name: "name"
    case .toolKind: "kind"
    case .locations: "locations"
    case .rawInput: "rawInput"
    case .rawOutput: "rawOutput"
    case .meta: "_meta"
    case .configOptions: "configOptions"
    case .currentModeID: "currentModeId"
    }
  }
}

private let updateScan = JSONScan<UpdateField>()
