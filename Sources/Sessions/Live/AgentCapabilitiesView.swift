import JSON

/// The contract's `acp_caps` object (sessions §14.5), made of what the agent said.
enum AgentCapabilitiesView {
  /// nil while the agent has said nothing worth showing.
  static func json(_ agent: AgentInfo) -> [UInt8]? {
    guard agent.initialized != nil else { return nil }
    let opened = agent.opened.flatMap { try? JSONParser.parse($0, duplicateKeys: .lastWins) }
    let modes = opened?["modes"]?["availableModes"]?.array?.compactMap { $0["id"] }
    let models = opened?["models"]?["availableModels"]?.array?.compactMap { $0["modelId"] }
    let options = opened?["configOptions"]?.array?.map(option)
    return JSONValue.object(omittingNil: [
      "supports_load_session": .bool(agent.supportsLoad),
      "supported_modes": modes.map { .array($0) }, "supported_models": models.map { .array($0) },
      "config_options": options.map { .array($0) },
    ]).serialize()
  }

  private static func option(_ value: JSONValue) -> JSONValue {
    .object(omittingNil: [
      "id": value["id"], "label": value["name"], "description": value["description"], "kind": value["type"],
      "current": value["currentValue"], "values": value["options"]?.array.map { .array($0.map(choice)) },
    ])
  }

  private static func choice(_ value: JSONValue) -> JSONValue {
    .object(omittingNil: ["value": value["value"], "label": value["name"], "description": value["description"]])
  }
}
