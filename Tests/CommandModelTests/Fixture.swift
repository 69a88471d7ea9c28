import CommandModel

/// A small tree with one of everything.
enum Fixture {
  static let output = OptionSpecification.value(
    "output", short: "o", "format", kind: .choice(["human", "json"]), help: "How to print")
  static let verbose = OptionSpecification.flag("verbose", short: "v", help: "Say more")
  static let last = OptionSpecification.value("last", short: "n", "count", kind: .integer(-5...500), help: "How many")
  static let label = OptionSpecification.value("label", "text", help: "What it's called: a name", isRepeatable: true)
  static let mode = OptionSpecification.value("mode", "how", help: "How to do it", isRequired: true)
  static let quick = OptionSpecification.flag("quick", help: "Hurry")
  static let slow = OptionSpecification.flag("slow", help: "Take time")
  static let place = OptionSpecification.value("place", "directory", kind: .directory, help: "Where")
  static let id = ArgumentSpecification("id", help: "The thing")
  static let text = ArgumentSpecification("text", help: "What to say to it")
  static let shell = ArgumentSpecification("shell", kind: .choice(["bash", "fish"]), help: "The shell")
  static let rest = ArgumentSpecification("word", count: .any, help: "More words")
  static let note = ArgumentSpecification("note", count: .optional, help: "A remark")

  static let tree = Command<String>(
    "tool", summary: "Do things", options: [output, verbose],
    subcommands: [
      Command(
        "thing", summary: "Work with things",
        subcommands: [
          Command("list", summary: "List the things", options: [last, label, place], action: "list"),
          Command("say", summary: "Say something to a thing", arguments: [id, text], action: "say"),
          Command(
            "make", summary: "Make a thing", arguments: [note], options: [mode, quick, slow],
            exclusive: [["quick", "slow"]],
            examples: [Example("tool thing make --mode big", "Make a big one")], action: "make"),
        ]),
      Command("echo", summary: "Repeat the words", arguments: [rest], action: "echo"),
      Command("completion", summary: "Print a script", arguments: [shell], action: "completion"),
      Command("inner", summary: "Not for people", isHidden: true, action: "inner"),
    ])

  /// The action and the values of a line that must be understood.
  static func run(_ words: String...) throws -> (action: String, values: Invocation) {
    guard case .run(let action, let values) = try tree.parse(words) else { throw AskedForHelp() }
    return (action, values)
  }

  /// The error of a line that must be refused.
  static func refusal(_ words: String...) -> UsageError? {
    do {
      _ = try tree.parse(words)
      return nil
    } catch {
      return error
    }
  }

  struct AskedForHelp: Error {}
}
