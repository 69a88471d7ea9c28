/// What this build calls itself.
public enum BuildInfo {
  /// The version, as `agh version` prints it.
  public static let version = "0.1.0"
}
