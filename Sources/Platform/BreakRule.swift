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

  #if DEBUG
    @usableFromInline
    static let brokenRules = names(in: Environment.value("AGH_BREAK") ?? "")

    static func names(in list: String) -> Set<String> { Set(list.split(separator: ",").map { String($0) }) }
  #endif
}
