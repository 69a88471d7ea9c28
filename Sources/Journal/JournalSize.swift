public import Platform
internal import SQLite

/// How much a session's journal takes up on disk.
public enum JournalSize {
  /// The bytes of the journal in a session's directory, with the files beside it; 0 when there is none. Blocks.
  ///
  /// - Throws: `SystemError` when one of them cannot be looked at.
  public static func bytes(directory: String) throws(SystemError) -> Int64 {
    try DatabaseFile.size(of: "\(directory)/\(JournalSchema.fileName)")
  }
}
