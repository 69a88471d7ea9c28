/// A switch that a test sets in the environment of a debug build.
public enum EnvironmentSwitch {
  /// Whether the variable is `1`. Always false in release builds.
  public static func isOn(_ name: String) -> Bool {
    #if DEBUG
      Environment.value(name) == "1"
    #else
      false
    #endif
  }
}
