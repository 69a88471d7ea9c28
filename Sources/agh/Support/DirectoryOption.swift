import Glibc

/// A directory as it is typed, made absolute.
enum DirectoryOption {
  /// The absolute form of a path: a relative one counts from the current directory. Nothing is looked up.
  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    let current = currentDirectory
    if path.isEmpty || path == "." { return current }
    return current == "/" ? "/" + path : current + "/" + path
  }

  /// The directory that the command runs in.
  static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}
