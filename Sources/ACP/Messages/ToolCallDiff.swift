public import JSON

/// What a tool call would change, or has changed, in files.
public enum ToolCallDiff {
  /// The paths of the diffs in the content of a tool call, in order; nil when the content is no array.
  public static func paths(of content: JSONValue?) -> [String]? {
    content?.array?.filter { $0["type"]?.string == "diff" }.compactMap { $0["path"]?.string }
  }
}
