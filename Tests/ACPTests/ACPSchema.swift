import FoundationEssentials
import JSON

/// The protocol's JSON schema, and as much of JSON Schema as it uses.
struct ACPSchema: Sendable {
  /// The schema beside the package; nil when it is not there.
  static let shared = ACPSchema(path: "../shared/acp/schema.json")

  let definitions: JSONValue

  /// Looks for a file relative to the package's root and to the directories above it.
  private init?(path: String) {
    var directory = #filePath.split(separator: "/").dropLast(3)
    while true {
      let file = "/" + directory.joined(separator: "/") + "/" + path
      if let data = try? Data(contentsOf: URL(filePath: file)), let value = try? JSONParser.parse(Array(data)),
        let definitions = value["$defs"]
      {
        self.definitions = definitions
        return
      }
      guard directory.popLast() != nil else { return nil }
    }
  }

  /// What is wrong with a value; empty when it is valid.
  func problems(of value: JSONValue, as definition: String) -> [String] {
    guard let schema = definitions[definition] else { return ["no definition \(definition)"] }
    return problems(of: value, schema, at: "$")
  }

  private func problems(of value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"]?.string {
      found += problems(of: value, definitions[String(reference.dropFirst("#/$defs/".count))] ?? .null, at: path)
    }
    if let constant = schema["const"], constant != value { found.append("\(path): not \(constant.text)") }
    if let choices = schema["enum"]?.array, !choices.contains(value) { found.append("\(path): not one of the choices") }
    if let type = schema["type"] {
      let names = type.array?.compactMap(\.string) ?? [type.string ?? ""]
      if !names.contains(where: { isOfType(value, $0) }) { found.append("\(path): not \(names)") }
    }
    for part in schema["allOf"]?.array ?? [] { found += problems(of: value, part, at: path) }
    for (keyword, isEnough) in [("anyOf", { $0 > 0 }), ("oneOf", { $0 == 1 })] as [(String, (Int) -> Bool)] {
      guard let choices = schema[keyword]?.array else { continue }
      let tries = choices.map { problems(of: value, $0, at: path) }
      if !isEnough(tries.count { $0.isEmpty }) {
        found.append("\(path): \(keyword) \(tries.count { $0.isEmpty }) match")
      }
    }
    for key in schema["required"]?.array ?? [] where value.object != nil {
      if let key = key.string, value[key] == nil { found.append("\(path): \(key) is missing") }
    }
    for member in value.object?.members ?? [] {
      guard let property = schema["properties"]?[member.key] else { continue }
      found += problems(of: member.value, property, at: "\(path).\(member.key)")
    }
    if let items = schema["items"] {
      for (index, element) in (value.array ?? []).enumerated() {
        found += problems(of: element, items, at: "\(path)[\(index)]")
      }
    }
    return found
  }

  private func isOfType(_ value: JSONValue, _ name: String) -> Bool {
    switch value {
    case .null: name == "null"
    case .bool: name == "boolean"
    case .number: name == "number" || name == "integer" && value.int != nil
    case .string: name == "string"
    case .array: name == "array"
    case .object: name == "object"
    }
  }
}
