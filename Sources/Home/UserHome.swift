import Platform

/// The home directory of the user.
public enum UserHome {
  /// `HOME`, else what the system's user list says; nil when neither has an absolute path.
  public static func path(environment: [String: String]) -> String? {
    if let home = environment["HOME"], home.hasPrefix("/") { return home }
    return listed(in: "/etc/passwd", user: CurrentProcess.user)
  }

  /// Reads the list by hand, because the C library's lookups do not work in a static executable.
  static func listed(in file: String, user: UInt32) -> String? {
    guard let descriptor = try? FileDescriptor.openForReading(file),
      let bytes = try? descriptor.readToEnd(limit: 16 << 20)
    else { return nil }
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard fields.count >= 6, String(decoding: fields[2], as: UTF8.self) == String(user) else { continue }
      let home = String(decoding: fields[5], as: UTF8.self)
      return home.hasPrefix("/") ? home : nil
    }
    return nil
  }
}
