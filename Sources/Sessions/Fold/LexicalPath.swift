import Home

/// Paths that an agent names, by name alone: links are judged when a file is really opened.
enum LexicalPath {
  /// The absolute path without `.`, `..` and doubled slashes; nil for an empty path or one with a NUL.
  static func absolute(_ path: String, root: String) -> String? {
    guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
    return AbsolutePath.of(path, base: root, userHome: nil)
  }

  /// Whether an absolute path is a directory, or lies below it.
  static func isInside(_ path: String, _ directory: String) -> Bool {
    path == directory || path.hasPrefix(directory == "/" ? "/" : directory + "/")
  }
}
