/// One step of a script.
enum Command: Equatable {
  /// Text that is given back in chunks.
  case echo(String)
  /// Chunks of a message: how many, how long each is at least in bytes, how many a second (nil: as fast as they go).
  case stream(count: Int, bytes: Int, perSecond: Int?)
  case think(String)
  case plan
  case read(path: String)
  case write(path: String, text: String?)
  case run(String)
  case askPermission(title: String)
  case sleep(Duration)
  case usage
  case mode(String)
  case recall
  case context
  case crash
  case hang
  case garbage(lines: Int)
  case ignoreCancel
  case ignoreTerm
  case ignoreEOF
  case exit(Int32)
  case partialLine
  case send(String)
  case spawnTree
  /// Chunks that are sent after the prompt was answered.
  case late(count: Int)

  /// Reads one command; nil when it is none.
  init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first else { return nil }
    let rest = String(text.dropFirst(name.count)).trimmed
    let arguments = Array(words.dropFirst())
    guard let command = Command.simple(name, arguments) ?? Command.compound(name, arguments, rest: rest) else {
      return nil
    }
    self = command
  }

  /// Commands that are one fixed phrase.
  private static func simple(_ name: String, _ arguments: [String]) -> Command? {
    guard arguments.isEmpty else { return nil }
    return switch name {
    case "think": .think("thinking about it")
    case "plan": .plan
    case "usage": .usage
    case "recall": .recall
    case "context": .context
    case "crash": .crash
    case "hang": .hang
    case "garbage": .garbage(lines: 3)
    case "ignore-cancel": .ignoreCancel
    case "ignore-term": .ignoreTerm
    case "ignore-eof": .ignoreEOF
    case "partial-line": .partialLine
    case "spawn-tree": .spawnTree
    default: nil
    }
  }

  /// Commands with something behind their name.
  private static func compound(_ name: String, _ arguments: [String], rest: String) -> Command? {
    guard let first = arguments.first else { return nil }
    switch name {
    case "stream", "flood": return stream(arguments)
    case "say": return .echo(rest)
    case "think": return .think(rest)
    case "read": return arguments.count == 1 ? .read(path: first) : nil
    case "write":
      let text = String(rest.dropFirst(first.count)).trimmed
      return .write(path: first, text: text.isEmpty ? nil : text)
    case "run": return .run(rest)
    case "ask":
      guard first == "permission" else { return nil }
      let title = String(rest.dropFirst(first.count)).trimmed
      return .askPermission(title: title.isEmpty ? "Do something" : title)
    case "sleep": return arguments.count == 1 ? duration(first).map(Command.sleep) : nil
    case "mode": return arguments.count == 1 ? .mode(first) : nil
    case "garbage": return count(arguments).map { .garbage(lines: $0) }
    case "late": return count(arguments).map { .late(count: $0) }
    case "exit": return count(arguments).flatMap { Int32(exactly: $0) }.map(Command.exit)
    case "send": return rest.hasPrefix("{") ? .send(rest) : nil
    default: return nil
    }
  }

  /// `200 chunks of 1000 bytes at 400/s`; everything but the first number may be left out.
  private static func stream(_ arguments: [String]) -> Command? {
    guard var words = Optional(arguments[...]), let count = words.popFirst().flatMap({ Int($0) }), count >= 0 else {
      return nil
    }
    if words.first == "chunks" || words.first == "chunk" { words.removeFirst() }
    var bytes = 0
    if words.first == "of" {
      guard words.count >= 2, let size = Int(words[words.startIndex + 1]), size >= 0 else { return nil }
      bytes = size
      words.removeFirst(2)
      if words.first == "bytes" { words.removeFirst() }
    }
    var perSecond: Int?
    if words.first == "at" {
      guard words.count == 2, let last = words.last, last.hasSuffix("/s"), let rate = Int(last.dropLast(2)), rate > 0
      else { return nil }
      perSecond = rate
      words.removeAll()
    }
    return words.isEmpty ? .stream(count: count, bytes: bytes, perSecond: perSecond) : nil
  }

  private static func count(_ arguments: [String]) -> Int? {
    guard arguments.count <= 2, let count = Int(arguments[0]), count >= 0 else { return nil }
    guard arguments.count == 2 else { return count }
    return ["chunk", "chunks", "line", "lines"].contains(arguments[1]) ? count : nil
  }

  /// `5s`, `1.5s` or `300ms`.
  private static func duration(_ text: String) -> Duration? {
    let isMilliseconds = text.hasSuffix("ms")
    guard text.hasSuffix("s"), let value = Double(text.dropLast(isMilliseconds ? 2 : 1)), value >= 0, value < 1e6 else {
      return nil
    }
    return isMilliseconds ? .milliseconds(value) : .seconds(value)
  }
}
