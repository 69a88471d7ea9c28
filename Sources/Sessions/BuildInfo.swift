import CBuild

/// What this build calls itself: the same in every executable of it.
public enum BuildInfo {
  /// The release, as `agh version` prints it; `dev` for a build by hand.
  public static var version: String { String(cString: agh_build_version()) }
  /// Names the build: the same in two executables exactly when they were built together.
  public static var id: String { String(cString: agh_build_id()) }
}
