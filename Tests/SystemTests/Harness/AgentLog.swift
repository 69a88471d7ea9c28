import JSON
import Testing

/// What a rehearsal agent with `--log` has received and sent, in its own words.
struct AgentLog {
  /// A line in one direction.
  struct Line {
    let isReceived: Bool
    let bytes: [UInt8]
    let json: JSONValue
  }

  let lines: [Line]

  init(_ path: String) throws {
    let bytes = try Files.read(path)
    lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let rest = Array(line.dropFirst(3))
      return Line(
        isReceived: line.first == UInt8(ascii: "<"), bytes: rest,
        json: (try? JSONParser.parse(rest, duplicateKeys: .lastWins)) ?? .null)
    }
  }

  /// The update objects that were sent, byte by byte, in order.
  var sentUpdates: [[UInt8]] {
    lines.filter { !$0.isReceived && $0.json["method"]?.string == "session/update" }.compactMap { line in
      Self.member("params", of: line.bytes[...]).flatMap { Self.member("update", of: $0) }.map(Array.init)
    }
  }

  /// The text of a member of an object, as it was written.
  private static func member(_ key: String, of object: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let bytes = Array(object)
    return try? JSONText.members(bytes, in: 0..<bytes.count)?.last { $0.key == key }.map { bytes[$0.value] }
  }

  /// How often each call of a method was received, by its id.
  func received(_ method: String) -> [String: Int] {
    count(lines.filter { $0.isReceived && $0.json["method"]?.string == method })
  }

  /// How often each call of the agent was sent, by its id.
  var calls: [String: Int] {
    count(lines.filter { !$0.isReceived && $0.json["method"] != nil && $0.json["id"] != nil })
  }

  /// How often each call of the agent was answered, by its id.
  var answers: [String: Int] {
    count(lines.filter { $0.isReceived && $0.json["method"] == nil && $0.json["id"] != nil })
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
    for line in lines { counts[line.json["id"]?.text ?? "", default: 0] += 1 }
    return counts
  }
}
