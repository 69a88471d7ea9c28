import JSON

/// The result of a command in every form it can be printed in. What `human` and `toon` print is made only when one of
/// them is asked for.
struct Document {
  /// What `json` prints: the bare value, without the envelope of the interface.
  var json: JSONValue
  /// What `jsonl` prints: a list element by element, any other value as one line.
  var lines: [JSONValue]
  private var makeHuman: () -> [HumanBlock]
  private let makeToon: () -> [ToonBlock]

  /// A document of one value.
  init(
    _ json: JSONValue, human: @escaping @autoclosure () -> [HumanBlock], toon: @escaping @autoclosure () -> [ToonBlock]
  ) {
    self.json = json
    lines = json.array ?? [json]
    makeHuman = human
    makeToon = toon
  }

  /// What people see.
  var human: [HumanBlock] { makeHuman() }

  /// What `toon` prints.
  var toon: [ToonBlock] { makeToon() }

  /// Shows people one block more.
  mutating func append(_ block: HumanBlock) {
    let before = makeHuman
    makeHuman = { before() + [block] }
  }

  /// The text to print, ended by a line feed; empty only for `jsonl` of an empty list.
  func text(_ format: OutputFormat) -> String {
    switch format {
    case .human: HumanBlock.text(human)
    case .json: String(decoding: json.serialize(pretty: true), as: UTF8.self) + "\n"
    case .jsonl: lines.map { $0.text + "\n" }.joined()
    case .toon: toon.map(\.text).joined()
    }
  }
}
