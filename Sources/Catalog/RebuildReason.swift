/// Why the catalog is to be rebuilt from the sessions and workspaces on disk.
public enum RebuildReason: Sendable, Equatable {
  /// The file is new: the home is new, or somebody removed the file.
  case created
  /// The file was damaged and lies under `path` now.
  case quarantined(path: String, detail: String)

  var text: String {
    switch self {
    case .created: "created"
    case .quarantined(let path, let detail): "quarantined\n\(path)\n\(detail)"
    }
  }

  init(text: String) {
    let parts = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
    self =
      parts.count == 3 ? .quarantined(path: String(parts[1]), detail: String(parts[2])) : .created
  }
}
