internal import Glibc

/// How much the crash tests do, from the environment.
public enum CrashBudget {
  /// Images to look at in each suite: `AGH_CRASH_IMAGES`, or a number that fits into every run of the tests.
  public static let images = number("AGH_CRASH_IMAGES") ?? 1200
  /// The seed of every history: `AGH_TEST_SEED`, or 1.
  public static let seed = UInt64(number("AGH_TEST_SEED") ?? 1)

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
}
