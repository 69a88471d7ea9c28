/// Makes paths absolute as text, without looking at the file system.
public enum AbsolutePath {
  /// The absolute path without `.`, `..`, doubled slashes and a slash at the end. Links are not followed.
  ///
  /// - Parameters:
  ///   - path: `~` and `~/…` are the user's home directory, where it is known; any other relative path starts at
  ///     `base`.
  ///   - base: absolute.
  public static func of(_ path: String, base: String, userHome: String?) -> String {
    var full = path
    if path == "~" || path.hasPrefix("~/"), let userHome {
      full = userHome + path.dropFirst()
    } else if !path.hasPrefix("/") {
      full = base + "/" + path
    }
    var parts: [Substring] = []
    for part in full.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The directory that holds an absolute path.
  public static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}
