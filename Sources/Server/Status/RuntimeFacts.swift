public import Platform

/// What does not change while a daemon runs.
public struct RuntimeFacts: Sendable {
  /// Its process.
  public var pid: Int32
  /// When it started.
  public var startedAt: WallTime
  /// Its Unix socket.
  public var socket: String
  /// The host it serves TCP at.
  public var httpHost: String
  /// The port; 0 when TCP is off.
  public var httpPort: Int
  /// The home directory of the user it runs as.
  public var userHome: String
  /// Its version.
  public var version: String
  /// The home.
  public var home: String
  /// The configuration file.
  public var configFile: String

  /// Makes facts.
  public init(
    pid: Int32, startedAt: WallTime, socket: String, httpHost: String, httpPort: Int, userHome: String,
    version: String, home: String, configFile: String
  ) {
    self.pid = pid
    self.startedAt = startedAt
    self.socket = socket
    self.httpHost = httpHost
    self.httpPort = httpPort
    self.userHome = userHome
    self.version = version
    self.home = home
    self.configFile = configFile
  }
}
