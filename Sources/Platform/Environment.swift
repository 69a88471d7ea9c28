internal import CSystem

/// The environment of this process.
public enum Environment {
  /// The value of a variable, bytes that are no UTF-8 replaced; nil when it is not set.
  @Sendable public static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
