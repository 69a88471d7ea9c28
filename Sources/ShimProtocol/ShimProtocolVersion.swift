/// The version of frames, spool and records.
public enum ShimProtocolVersion {
  /// The version of this build.
  public static let current: UInt8 = 1
  /// Every version that this build speaks, best first.
  public static let supported: [UInt8] = [1]
}
