/// A named rule of the program that a test can break on purpose, to show that the suite notices.
///
/// Debug builds read the names from `AGH_BREAK=name,name`. In release builds no rule is ever broken.
public enum BreakRule {
  /// Whether the rule `name` is to be broken in this process.
  @inlinable
  public static func isBroken(_ name: StaticString) -> Bool {
    #if DEBUG
      brokenRules.contains(name.description)
    #else
      false
    #endif
  }

  /// What a program started by this one needs in its environment to break the same rules, `NAME=value`; nil when none
  /// is to be broken.
  public static var environmentEntry: [UInt8]? {
    #if DEBUG
      Environment.value(variable).map { Array("\(variable)=\($0)".utf8) }
    #else
      nil
    #endif
  }

  #if DEBUG
    private static let variable = "AGH_BREAK"

    @usableFromInline
    static let brokenRules = names(in: Environment.value(variable) ?? "")

    static func names(in list: String) -> Set<String> { Set(list.split(separator: ",").map { String($0) }) }
  #endif
}
