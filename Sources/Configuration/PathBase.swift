import Home

/// What paths in the configuration are relative to.
public struct PathBase: Sendable {
  /// The agh home, absolute.
  public let home: String
  /// The user's home directory for `~`, absolute; nil when it is not known, and `~` then stays as it is.
  public let userHome: String?

  /// Both paths are absolute and without a slash at the end.
  public init(home: String, userHome: String?) {
    self.home = home
    self.userHome = userHome
  }

  /// The absolute path without `.`, `..` and doubled slashes. Links are not followed.
  public func absolute(_ path: String) -> String {
    AbsolutePath.of(path, base: home, userHome: userHome)
  }
}
