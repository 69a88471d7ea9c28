import ACP
import JSON

/// What a rehearsal agent remembers of a session.
struct Conversation: Equatable {
  /// Something that was said or done.
  struct Entry: Equatable {
    var kind: UpdateKind
    /// What was said; of a call or a plan the whole update.
    var text: String
  }

  /// Whether permission is asked before anything is written or run.
  enum Mode: String, CaseIterable {
    case ask, auto

    var description: String {
      switch self {
      case .ask: "Asks before it writes or runs anything"
      case .auto: "Writes and runs without asking"
      }
    }
  }

  /// The most text of a turn that is remembered, in bytes; a flood is not worth keeping.
  static let rememberedBytes = 64 << 10

  let id: String
  var workingDirectory: String
  var mode = Mode.ask
  var prompts = 0
  var entries: [Entry] = []

  init(id: String, workingDirectory: String) {
    self.id = id
    self.workingDirectory = workingDirectory
  }

  /// Remembers something; pieces of one message or thought become one entry.
  mutating func remember(_ kind: UpdateKind, _ text: String) {
    let isPiece = kind == .agentMessageChunk || kind == .agentThoughtChunk
    guard isPiece, let last = entries.indices.last, entries[last].kind == kind else {
      entries.append(Entry(kind: kind, text: text))
      return
    }
    if entries[last].text.utf8.count + text.utf8.count <= Self.rememberedBytes { entries[last].text += text }
  }

  /// An absolute path; relative ones begin at the working directory.
  func path(_ path: String) -> String {
    path.hasPrefix("/") ? path : workingDirectory + "/" + path
  }

  /// The modes as the protocol describes them.
  var modes: SessionModeState {
    SessionModeState(
      currentModeID: mode.rawValue,
      availableModes: Mode.allCases.map {
        SessionMode(id: $0.rawValue, name: $0.rawValue.capitalized, description: $0.description)
      })
  }
}

extension Conversation {
  /// What is written to disk.
  var json: JSONValue {
    [
      "id": .string(id), "cwd": .string(workingDirectory), "mode": .string(mode.rawValue), "prompts": .int(prompts),
      "entries": .array(entries.map { ["kind": .string($0.kind.rawValue), "text": .string($0.text)] }),
    ]
  }

  /// Reads what was written; nil when it is something else.
  init?(json: JSONValue) {
    guard let id = json["id"]?.string, let cwd = json["cwd"]?.string else { return nil }
    self.init(id: id, workingDirectory: cwd)
    mode = json["mode"]?.string.flatMap(Mode.init(rawValue:)) ?? .ask
    prompts = json["prompts"]?.int ?? 0
    entries = (json["entries"]?.array ?? []).compactMap { entry in
      guard let kind = entry["kind"]?.string, let text = entry["text"]?.string else { return nil }
      return Entry(kind: UpdateKind(rawValue: kind), text: text)
    }
  }
}

extension String {
  /// With its first letter in upper case.
  var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
