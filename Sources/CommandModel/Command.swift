/// One node of a command tree: a group that only leads to other commands, or a command that does something.
///
/// The tree is the single description from which the parser, the help, the completions and the reference page come.
/// `Action` is whatever the program wants to get back when the command was chosen; this library never calls it.
public struct Command<Action: Sendable>: Sendable {
  /// The word that chooses the command.
  public var name: String
  /// What the command does, in one line without a full stop.
  public var summary: String
  /// Paragraphs shown below the summary, separated by empty lines.
  public var discussion: String
  /// Positional arguments in their order: required ones, then optional ones, then at most one that repeats.
  public var arguments: [ArgumentSpecification]
  /// Options of this command; those of a group hold for every command below it.
  public var options: [OptionSpecification]
  /// Groups of option names of which at most one may be given.
  public var exclusive: [[String]]
  /// Command lines that show typical use.
  public var examples: [Example]
  /// The commands below a group. They are made when they are asked for, so that a command line costs no more than the
  /// branch it names.
  public var subcommands: [Command] { makeSubcommands() }
  /// Left out of help, completions and the reference page.
  public var isHidden: Bool
  /// What the program gets back; `nil` for a group.
  public var action: Action?
  private let makeSubcommands: @Sendable () -> [Command]

  /// Makes a command or, with subcommands and no action, a group.
  public init(
    _ name: String, summary: String, discussion: String = "", arguments: [ArgumentSpecification] = [],
    options: [OptionSpecification] = [], exclusive: [[String]] = [], examples: [Example] = [],
    subcommands: @escaping @autoclosure @Sendable () -> [Command] = [], isHidden: Bool = false, action: Action? = nil
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.arguments = arguments
    self.options = options
    self.exclusive = exclusive
    self.examples = examples
    makeSubcommands = subcommands
    self.isHidden = isHidden
    self.action = action
  }

  /// The commands from this one down along `names`, both ends included; `nil` where a name is unknown.
  public func path(along names: [String]) -> [Command]? {
    var path = [self]
    for name in names {
      guard let next = path[path.count - 1].subcommands.first(where: { $0.name == name }) else { return nil }
      path.append(next)
    }
    return path
  }
}

/// A command line worth showing, with what it is for.
public struct Example: Sendable, Hashable {
  /// The whole line as one would type it.
  public var line: String
  /// What it does, in a few words.
  public var purpose: String

  /// Makes an example.
  public init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}
