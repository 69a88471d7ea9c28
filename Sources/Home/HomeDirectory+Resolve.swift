internal import CSystem
public import Diagnostics
import Platform

extension HomeDirectory {
  /// The home that an environment names: `AGH_HOME`, else `.agh` in the user's home directory.
  ///
  /// Blanks around `AGH_HOME` are dropped, `~` is expanded, and a relative path starts at `workingDirectory`.
  ///
  /// - Throws: `home_unresolved` when there is neither `AGH_HOME` nor a home directory of the user.
  public static func resolve(environment: [String: String], workingDirectory: String) throws(AghError) -> HomeDirectory
  {
    let userHome = UserHome.path(environment: environment)
    if let named = environment["AGH_HOME"]?.trimmingBlanks, !named.isEmpty {
      return HomeDirectory(path: AbsolutePath.of(named, base: workingDirectory, userHome: userHome))
    }
    guard let userHome else {
      throw AghError(.homeUnresolved, "neither AGH_HOME nor HOME is set, and the user has no home directory")
    }
    return HomeDirectory(path: AbsolutePath.of(".agh", base: userHome, userHome: nil))
  }
}

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

extension String {
  /// Without spaces, tabs and line ends on either side.
  var trimmingBlanks: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let front = utf8.drop(while: isBlank)
    guard let last = front.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(decoding: front[...last], as: UTF8.self)
  }
}
