import ACP
import Home
import JSON

/// A `session/request_permission` as the engine reads it.
struct PermissionAsk {
  struct Option: Equatable {
    var id: String
    var kind: String
    var label: String?
  }

  let params: JSONValue
  let roots: [String]

  init(params: JSONValue, roots: [String]) {
    self.params = params
    self.roots = roots
  }

  /// Reads a stored line; nil when it is no such request.
  init?(line: [UInt8], roots: [String]) {
    guard let value = try? JSONParser.parse(line, duplicateKeys: .lastWins), let params = value["params"] else {
      return nil
    }
    self.init(params: params, roots: roots)
  }

  private var call: JSONValue? { params["toolCall"] }
  var toolCallID: String? { call?["toolCallId"]?.string }
  var kind: String? { call?["kind"]?.string }
  var title: String? { call?["title"]?.string }
  var locations: [String] { call?["locations"]?.array?.compactMap { $0["path"]?.string } ?? [] }
  var diffs: [String] { ToolCallDiff.paths(of: call?["content"]) ?? [] }
  /// The first file as the agent sent it, else the title.
  var resource: String { (locations + diffs).first ?? title ?? "" }

  var options: [Option] {
    (params["options"]?.array ?? []).compactMap { option in
      guard let id = option["optionId"]?.string else { return nil }
      return Option(id: id, kind: option["kind"]?.string ?? "", label: option["name"]?.string)
    }
  }

  /// Decisions that the offered options can express.
  var decisions: [PermissionDecision] {
    [.allowOnce, .allowAlways, .rejectOnce, .rejectAlways].filter { decision in
      options.contains { $0.kind == decision.optionKinds[0] }
    }
  }

  /// Whether every file lies under a root, by name alone; links are judged when a file is really opened.
  var isInsideRoots: Bool {
    (locations + diffs).allSatisfy { location in
      guard let root = roots.first, let path = LexicalPath.absolute(location, root: root) else { return false }
      return roots.contains { LexicalPath.isInside(path, $0) }
    }
  }

  func option(for decision: PermissionDecision) -> Option? {
    decision.optionKinds.lazy.compactMap { kind in options.first { $0.kind == kind } }.first
  }

  /// The reply that chooses an option; none means `cancelled`.
  func outcome(_ option: Option?) -> JSONValue {
    guard let option else { return ["outcome": ["outcome": "cancelled"]] }
    return ["outcome": ["outcome": "selected", "optionId": .string(option.id)]]
  }

  /// The id of the contract (sessions §1), before it is made unique.
  func proposedID(turn: TurnID?) -> String {
    let meta = params["_meta"]
    for key in ["request_id", "requestId", "id"] {
      if let id = meta?[key]?.string, !id.isEmpty { return id }
    }
    for part in [toolCallID, title, kind] {
      if let part, !part.isEmpty, let turn { return "\(turn):\(part)" }
    }
    return "permission"
  }

  /// The contract's permission object (sessions §6.4).
  func raw(requestID: String, decision: PermissionDecision?) -> JSONValue {
    var raw = JSONObject()
    raw["request_id"] = .string(requestID)
    if let decision { raw["decision"] = .string(decision.rawValue) }
    if let input = call?["rawInput"] { raw["tool_input"] = input }
    if !options.isEmpty { raw["options"] = .array(options.map(Self.json)) }
    raw["tool_call"] = .object(omittingNil: [
      "id": .string(toolCallID ?? ""), "kind": kind.map { .string($0) }, "title": title.map { .string($0) },
      "status": call?["status"], "locations": call?["locations"],
    ])
    return .object(raw)
  }

  /// The stored content of the event.
  func content(requestID: String, decision: PermissionDecision?, ended: Bool = false) -> [UInt8] {
    JSONValue.object(omittingNil: [
      "request_id": .string(requestID), "title": .string(title ?? kind ?? ""),
      "tool_name": .string(title ?? kind ?? ""),
      "tool_call_id": toolCallID.map { .string($0) }, "action": .string(ACPMethod.requestPermission.rawValue),
      "resource": .string(resource), "decision": decision.map { .string($0.rawValue) },
      "outcome": ended && decision == nil ? "cancelled" : nil, "raw": raw(requestID: requestID, decision: decision),
    ]).serialize()
  }

  private static func json(_ option: Option) -> JSONValue {
    .object(omittingNil: [
      "decision": PermissionDecision(optionKind: option.kind).map { .string($0.rawValue) },
      "option_id": .string(option.id), "kind": .string(option.kind), "label": option.label.map { .string($0) },
    ])
  }
}
