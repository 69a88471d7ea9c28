import JSON

/// Parameters of the calls that the engine makes (contract: sessions §14.5).
enum OutgoingMessages {
  static func initialize() -> JSONValue {
    [
      "protocolVersion": 1,
      "clientCapabilities": ["fs": ["readTextFile": true, "writeTextFile": true], "terminal": true],
      "clientInfo": ["name": "agh", "version": .string(BuildInfo.version)],
    ]
  }

  static func new(creation: Creation?) -> JSONValue {
    ["cwd": .string(creation?.root ?? "/"), "mcpServers": []]
  }

  static func existing(session: String, creation: Creation?) -> JSONValue {
    ["sessionId": .string(session), "cwd": .string(creation?.root ?? "/"), "mcpServers": []]
  }

  /// The user's text is the last block, alone and unchanged; context goes before it.
  static func prompt(session: String, text: String, context: String?) -> JSONValue {
    var blocks: [JSONValue] = []
    if let context { blocks.append(["type": "text", "text": .string(context)]) }
    blocks.append(["type": "text", "text": .string(text)])
    return ["sessionId": .string(session), "prompt": .array(blocks), "_meta": ["turn_source": "user"]]
  }

  static func session(_ id: String) -> JSONValue {
    ["sessionId": .string(id)]
  }
}
