public import Diagnostics

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

extension String {
  /// Without spaces, tabs and line ends on either side.
  var trimmingBlanks: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let front = utf8.drop(while: isBlank)
    guard let last = front.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(decoding: front[...last], as: UTF8.self)
  }
}
