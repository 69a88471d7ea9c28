import ACP
import JSON

/// The `tool_result` of an ended tool call (contract: sessions §6.2), shaped by the tool's name from what the agent
/// sent: raw output first, then text and diffs of the content.
struct ToolResultProjection {
  private(set) var json: JSONValue
  let isError: Bool

  init(_ update: SessionUpdate) {
    isError = update.status == .failed
    let output = update.rawOutput.flatMap { try? JSONParser.parse($0, duplicateKeys: .lastWins) } ?? .null
    let content = update.content.flatMap { try? JSONParser.parse($0, duplicateKeys: .lastWins) }?.array ?? []
    let text = Self.text(of: content)
    let diffs = content.filter { $0["type"]?.string == "diff" }
    let main = output["content"]?.string ?? output["output"]?.string ?? output.string ?? text

    var result = JSONObject()
    if Self.printsOutput(ToolNaming.name(of: update)) {
      result["stdout"] = .optional(output["stdout"]?.string ?? main)
      result["stderr"] = .optional(output["stderr"]?.string)
    } else {
      result["content"] = .optional(main)
    }
    result["file_path"] = .optional(
      output["file_path"]?.string ?? output["filePath"]?.string ?? diffs.first?["path"]?.string)
    result["structured_patch"] =
      output["structured_patch"] ?? output["structuredPatch"] ?? (diffs.isEmpty ? nil : .array(diffs))
    if isError { result["error"] = .optional(output["error"]?.string ?? (result["stderr"] == nil ? main : nil)) }
    if !output.isNull { result["raw_output"] = output }
    json = .object(result)
  }

  private static func printsOutput(_ name: String?) -> Bool {
    ["bash", "glob", "grep", "search"].contains(name?.lowercased() ?? "")
  }

  private static func text(of content: [JSONValue]) -> String? {
    let texts = content.compactMap { part in
      part["content"].flatMap { try? ContentBlock(json: $0) }?.text
    }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }
}

extension JSONValue {
  fileprivate static func optional(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }
}
