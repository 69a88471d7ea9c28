import Glibc

/// The directory that the command runs in, which relative paths on its command line begin at.
enum CurrentDirectory {
  /// Its absolute path; `/` when it was removed.
  static var path: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// The absolute form of a path as it was typed; the directory itself for an empty one. Nothing is looked up.
  static func absolute(_ typed: String) -> String {
    if typed.hasPrefix("/") { return typed }
    let current = path
    if typed.isEmpty || typed == "." { return current }
    return current == "/" ? "/" + typed : current + "/" + typed
  }
}
