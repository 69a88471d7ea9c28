/// When a log file is replaced and what is kept of former ones.
public struct LogRotation: Sendable, Equatable {
  /// How large a file may become, in bytes; a single line that is longer has a file of its own.
  public var maxBytes: Int
  /// How many former files are kept; nil keeps all.
  public var maxBackups: Int?
  /// How long former files are kept; nil keeps them for ever.
  public var maxAge: Duration?
  /// Whether former files are gzipped.
  public var compress: Bool

  /// Makes the rules.
  public init(maxBytes: Int, maxBackups: Int?, maxAge: Duration?, compress: Bool) {
    self.maxBytes = maxBytes
    self.maxBackups = maxBackups
    self.maxAge = maxAge
    self.compress = compress
  }
}
