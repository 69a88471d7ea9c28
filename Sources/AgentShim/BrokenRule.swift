internal import CSystem

/// A rule of the shim that a test breaks on purpose, to show that the suite notices: as `BreakRule` of the daemon, which
/// an Embedded program cannot import.
enum BrokenRule {
  /// Whether the environment of a debug build names the rule. In release builds no rule is ever broken.
  static func isBroken(_ rule: StaticString) -> Bool {
    #if DEBUG
      guard let names = getenv("AGH_BREAK") else { return false }
      let wanted = UnsafeBufferPointer(start: rule.utf8Start, count: rule.utf8CodeUnitCount)
      return ByteText(String(cString: names)).bytes.split(separator: 0x2c).contains { $0.elementsEqual(wanted) }
    #else
      false
    #endif
  }
}
