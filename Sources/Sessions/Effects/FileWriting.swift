import ACP
import Platform

/// A file write whose temporary file is complete: what its row keeps between `prepared` and the answer.
struct PreparedWrite: Codable, Equatable, Sendable {
  /// The path that the agent sent.
  var path: String
  /// The name of the temporary file, in the directory of the target.
  var temporary: String
  var inode: UInt64
  /// The target as it was before.
  var before: Target?

  struct Target: Codable, Equatable, Sendable {
    var inode: UInt64
    var size: Int64
    var modified: Int64
  }
}

/// `fs/write_text_file` in two steps with a commit between them, so that a write is done
/// once whatever dies, and a person's later edit of the same file is never overwritten.
enum FileWriting {
  /// The deterministic name of the temporary file of a request.
  static func temporaryName(session: String, epoch: Int, request: Int64) -> String {
    ".agh-\(session)-\(epoch)-\(request).tmp"
  }

  /// Writes the temporary file beside the target and syncs it. Repeating it starts anew.
  static func prepare(
    root: borrowing DirectoryRoot, path: String, content: [UInt8], temporary: String
  ) throws(SystemError) -> PreparedWrite {
    try root.makeParents(of: path, mode: 0o755)
    let place = try root.locate(path)
    let before = try place.status(of: place.name)
    if let before, before.kind != .file {
      throw before.kind == .directory ? .isDirectory("write", path) : .isNoFile("write", path)
    }
    try place.remove(temporary)
    let file = try place.create(temporary, mode: before?.permissions ?? 0o600)
    try file.write(content)
    try file.sync()
    return PreparedWrite(
      path: path, temporary: temporary, inode: try file.status().identity.inode, before: before.map(target))
  }

  /// Puts the temporary file in the target's place, unless that has happened or somebody has changed the target since.
  ///
  /// - Returns: false when the temporary file is gone and the target is still what it was: the write starts again.
  static func finish(root: borrowing DirectoryRoot, _ prepared: PreparedWrite) throws(SystemError) -> Bool {
    let place = try root.locate(prepared.path)
    let now = try place.status(of: place.name)
    if let now, now.identity.inode == prepared.inode { return true }
    if let temporary = try place.status(of: prepared.temporary), temporary.identity.inode == prepared.inode {
      try place.rename(prepared.temporary, to: place.name)
      try place.sync()
      return true
    }
    return now.map(target) != prepared.before
  }

  /// Removes what a request left behind whose answer nobody waits for any more.
  static func abandon(root: borrowing DirectoryRoot, path: String, temporary: String) {
    // Best effort: the directory may be gone with everything in it.
    guard let place = try? root.locate(path) else { return }
    try? place.remove(temporary)
  }

  private static func target(_ status: FileStatus) -> PreparedWrite.Target {
    PreparedWrite.Target(
      inode: status.identity.inode, size: status.size, modified: status.modified.nanoseconds)
  }
}
