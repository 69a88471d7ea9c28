/// One node of a command tree: a group that only leads to other commands, or a command that does something.
///
/// The tree is the single description from which the parser, the help, the completions and the reference page come.
/// `Action` is whatever the program wants to get back when the command was chosen; this library never calls it.
///
/// ```swift
/// let name = ArgumentSpecification("name", help: "Whom to greet")
/// let loud = OptionSpecification.flag("loud", help: "In capitals")
/// let root = Command(
///   "greeter", summary: "Greet people",
///   subcommands: [Command("greet", summary: "Greet somebody", arguments: [name], options: [loud], action: greet)])
///
/// switch try root.parse(["greet", "you", "--loud"]) {
/// case .run(let action, let values): action(values.required(name), values.has(loud))
/// case .help(let path): print(HelpPage(path: path).text())
/// }
/// ```
///
/// A tree is a value that can be used from any thread. ``problems()`` finds what is wrong with one, for its tests. Bad
/// command lines are thrown as ``UsageError``; nothing here prints or exits.
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
  /// Groups of option names, without their dashes, of which at most one may be given.
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

  /// Makes a command or, with subcommands and no action, a group. Nothing is checked: see ``problems()``.
  ///
  /// - Parameter subcommands: evaluated anew each time ``subcommands`` is asked for, so it must be cheap and always give
  ///   the same.
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
