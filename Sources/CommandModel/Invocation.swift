/// What a command line gave to the command it chose. Every value has passed its specification.
public struct Invocation: Sendable, Hashable {
  /// The words that chose the command, the program's name first.
  public let path: [String]
  let options: [String: [String]]
  let arguments: [String: [String]]

  /// Whether a flag was given, or an option with a value.
  public func has(_ option: OptionSpecification) -> Bool {
    guard let values = options[option.name], let last = values.last else { return false }
    return option.value == nil ? last == "true" : true
  }

  /// The last value of an option; `nil` when it was not given.
  public func text(_ option: OptionSpecification) -> String? {
    options[option.name]?.last
  }

  /// All values of an option in their order; empty when it was not given.
  public func texts(_ option: OptionSpecification) -> [String] {
    options[option.name] ?? []
  }

  /// The last value of an option whose kind is a whole number; `nil` when it was not given.
  public func integer(_ option: OptionSpecification) -> Int? {
    text(option).flatMap { Int($0) }
  }

  /// The value of an argument; `nil` for an optional one that was left out.
  public func text(_ argument: ArgumentSpecification) -> String? {
    arguments[argument.name]?.first
  }

  /// The value of an argument that the parser insists on, else an empty text.
  public func required(_ argument: ArgumentSpecification) -> String {
    text(argument) ?? ""
  }

  /// All values of an argument that repeats; empty when there is none.
  public func texts(_ argument: ArgumentSpecification) -> [String] {
    arguments[argument.name] ?? []
  }
}
