/// An option of a command: `--name`, perhaps `-n`, with a value or as a plain flag.
public struct OptionSpecification: Sendable, Hashable {
  /// The long name without its two dashes.
  public var name: String
  /// The letter of the short form.
  public var short: Character?
  /// What it does, in one line without a full stop. Errors quote it.
  public var help: String
  /// What it takes; `nil` for a flag.
  public var value: ValueKind?
  /// What stands for the value in help, without brackets.
  public var placeholder: String
  /// May be given more than once, every value counts. Of any other option the last one counts.
  public var isRepeatable: Bool
  /// The command line is refused without it.
  public var isRequired: Bool
  /// Left out of help, completions and the reference page.
  public var isHidden: Bool

  /// An option that is there or not. `--name=true` and `--name=false` are understood as well.
  public static func flag(
    _ name: String, short: Character? = nil, help: String, isHidden: Bool = false
  ) -> OptionSpecification {
    OptionSpecification(
      name: name, short: short, help: help, value: nil, placeholder: "", isRepeatable: false, isRequired: false,
      isHidden: isHidden)
  }

  /// An option that takes a value, as `--name value` or `--name=value`.
  public static func value(
    _ name: String, short: Character? = nil, _ placeholder: String, kind: ValueKind = .text, help: String,
    isRepeatable: Bool = false, isRequired: Bool = false, isHidden: Bool = false
  ) -> OptionSpecification {
    OptionSpecification(
      name: name, short: short, help: help, value: kind, placeholder: placeholder, isRepeatable: isRepeatable,
      isRequired: isRequired, isHidden: isHidden)
  }

  /// As shown in help: `-o, --output <format>`.
  var synopsis: String {
    let letter = short.map { "-\($0), " } ?? "    "
    return letter + longForm
  }

  /// `--output <format>`.
  var longForm: String {
    value == nil ? "--\(name)" : "--\(name) <\(placeholder)>"
  }
}
