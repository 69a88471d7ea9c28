import JSON
import Testing

/// What one process of an agent has received and sent: the log of a rehearsal agent with `--log`, or of an agent below
/// `wire-log.py`.
struct AgentLog: Sendable {
  /// A line in one direction.
  struct Line: Sendable {
    let isReceived: Bool
    let bytes: [UInt8]
    /// Null when the line is no JSON.
    let json: JSONValue

    init(isReceived: Bool, _ bytes: [UInt8]) {
      self.isReceived = isReceived
      self.bytes = bytes
      json = (try? JSONParser.parse(bytes, duplicateKeys: .lastWins)) ?? .null
    }

    var method: String? { json["method"]?.string }
    /// The id as it was written; nil for a notification.
    var id: String? { json["id"]?.text }
  }

  let lines: [Line]
  /// How the process ended, as `wire-log.py` notes it; nil while it runs, and when it was killed together with the log.
  private(set) var ending: String?

  init(_ path: String) throws {
    var lines: [Line] = []
    for line in try Files.read(path).split(separator: UInt8(ascii: "\n")) {
      let rest = Array(line.dropFirst(3))
      if line.first == UInt8(ascii: "=") {
        ending = String(decoding: rest, as: UTF8.self)
      } else {
        lines.append(Line(isReceived: line.first == UInt8(ascii: "<"), rest))
      }
    }
    self.lines = lines
  }

  init(lines: some Sequence<Line>) { self.lines = Array(lines) }

  /// The processes that wrote the log one after the other: each begins with `initialize`.
  var processes: [AgentLog] {
    let starts = lines.indices.filter { lines[$0].isReceived && lines[$0].method == "initialize" }
    return zip(starts, starts.dropFirst() + [lines.endIndex]).map { AgentLog(lines: lines[$0..<$1]) }
  }

  /// The update objects that were sent, byte by byte, in order.
  var sentUpdates: [[UInt8]] { lines.filter { !$0.isReceived }.compactMap(\.update) }

  /// How often each call of a method was received, by its id.
  func received(_ method: String) -> [String: Int] {
    count(lines.filter { $0.isReceived && $0.method == method })
  }

  /// How often each call was received, by its id.
  var receivedCalls: [String: Int] {
    count(lines.filter { $0.isReceived && $0.method != nil && $0.id != nil })
  }

  /// How often each call of the agent was sent, by its id.
  var calls: [String: Int] {
    count(lines.filter { !$0.isReceived && $0.method != nil && $0.id != nil })
  }

  /// How often each call of the agent was answered, by its id.
  var answers: [String: Int] {
    count(lines.filter { $0.isReceived && $0.method == nil && $0.id != nil })
  }

  /// Whether the last that the agent was told is to give up its turn: then it is being stopped.
  var isStoppedInTurn: Bool {
    lines.last { $0.isReceived && $0.method?.hasPrefix("session/") == true }?.method == "session/cancel"
  }

  /// The texts of the prompts that were received, in order. One that is sent again to a new conversation, because the
  /// agent did not know the one that it was for, is one.
  var prompts: [String] {
    lines.indices.filter { lines[$0].isReceived && lines[$0].method == "session/prompt" && !isForgotten($0) }.map {
      lines[$0].json["params"]?["prompt"]?.array?.last?["text"]?.string ?? ""
    }
  }

  /// Whether the agent refused a prompt and was then asked for a new conversation.
  private func isForgotten(_ prompt: Int) -> Bool {
    let rest = lines[prompt...].dropFirst()
    guard
      let refusal = rest.first(where: { !$0.isReceived && $0.method == nil && $0.id == lines[prompt].id }),
      refusal.json["error"] != nil
    else { return false }
    return rest.first { $0.isReceived && $0.id != nil && $0.method != nil }?.method == "session/new"
  }

  /// The numbers of the chunks that were sent, in order.
  var numbers: [Int] {
    sentUpdates.compactMap { update in
      let text = (try? JSONParser.parse(update, duplicateKeys: .lastWins))?["content"]?["text"]?.string ?? ""
      guard text.hasPrefix("#") else { return nil }
      return Int(text.dropFirst().prefix { $0.isNumber })
    }
  }

  private func count(_ lines: [Line]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for line in lines { counts[line.id ?? "", default: 0] += 1 }
    return counts
  }
}

extension AgentLog.Line {
  /// The update object of a `session/update`, byte by byte; nil for anything else.
  var update: [UInt8]? {
    guard method == "session/update" else { return nil }
    return JSONBytes.member("update", of: JSONBytes.member("params", of: bytes))
  }
}

/// JSON text as it was written.
enum JSONBytes {
  /// The text of a member of an object; nil when there is none.
  static func member(_ key: String, of object: [UInt8]?) -> [UInt8]? {
    guard let object else { return nil }
    return try? JSONText.members(object, in: 0..<object.count)?.last { $0.key == key }.map { Array(object[$0.value]) }
  }
}
