public import Home

/// What a daemon is started with.
public struct DaemonOptions: Sendable {
  /// The home to serve.
  public var home: HomeDirectory
  /// The environment as the operator gave it.
  public var environment: [String: String]
  /// The absolute path of `agh`.
  public var executable: String
  /// Whether log lines are also written to standard error; false when that is the log already.
  public var mirrorsLog: Bool

  /// Makes options.
  public init(home: HomeDirectory, environment: [String: String], executable: String, mirrorsLog: Bool) {
    self.home = home
    self.environment = environment
    self.executable = executable
    self.mirrorsLog = mirrorsLog
  }
}
